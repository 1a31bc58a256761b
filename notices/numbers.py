"""Document numbers: per issuer, code and year, without gaps and never twice."""

from .models import PaperNumber


def take(*, township, code, year):
    """The next number. Call inside the transaction that issues the paper: rolled back together, no gap is left."""
    PaperNumber.objects.get_or_create(township=township, code=code, year=year)
    counter = PaperNumber.objects.select_for_update().get(township=township, code=code, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
