"""The settings of the matcher's optional reader: which server reads pairs, and what it costs."""

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError


class ReaderServer(BaseModel):
    """A server of the city's own that reads pairs, over the chat-completions protocol; without an address none does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = ""  # up to before /chat/completions
    model: str = ""
    key: str = ""
    timeout: float = Field(default=60, gt=0, le=600)  # seconds for one answer
    via_proxy: bool = False  # a server of the house is reached directly
    price: float = Field(default=0, ge=0)  # EUR for a million tokens

    @model_validator(mode="after")
    def _nothing_open_over_the_net(self) -> "ReaderServer":
        address = urlsplit(self.url)
        if self.url and (address.scheme not in ("http", "https") or not address.hostname or not self.model):
            raise PydanticCustomError("no_reader", "an address beginning with https:// and a model are needed")
        if address.scheme == "http" and address.hostname not in ("localhost", "127.0.0.1", "::1"):
            raise PydanticCustomError("open_reader", "texts would go over the net unencrypted")
        return self
