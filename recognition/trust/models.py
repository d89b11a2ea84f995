"""The one number trust keeps: how often what it reads has changed."""

from sqlmodel import Field, SQLModel


class TrustRevision(SQLModel, table=True):
    """A single row. `number` grows with each transaction that may change a value, so that a
    computed graph is used exactly as long as it is true."""

    __tablename__ = "trust_revision"

    id: int = Field(default=1, primary_key=True)
    number: int = 0
