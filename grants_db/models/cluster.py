"""Which calls are the same programme."""

from sqlmodel import Field

from grants_db.models.columns import StoredModel


class ClusterMember(StoredModel, table=True):
    """A call that others say too, or said before; calls that stand alone have no row."""

    __tablename__ = "cluster_member"

    opportunity_id: int = Field(primary_key=True, foreign_key="opportunity.id")
    cluster_id: int = Field(index=True)  # the smallest id of its members


class ClusterState(StoredModel, table=True):
    """What the stored clusters were formed of: the one row, once there are any."""

    __tablename__ = "cluster_state"

    id: int = Field(default=1, primary_key=True)
    formed_of: str = Field(max_length=200)  # grants_db.opportunities.duplicates: calls, versions, rules
