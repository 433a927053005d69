"""Re-exports the models: one file per kind."""

from consultation.round_tables.models.access_need import AccessNeed
from consultation.round_tables.models.booking import Booking, BookingRequest, BookingStep
from consultation.round_tables.models.round_table import RoundTable, RoundTableStep
from consultation.round_tables.models.seat_pool import SeatPool

__all__ = ["AccessNeed", "Booking", "BookingRequest", "BookingStep", "RoundTable", "RoundTableStep", "SeatPool"]
