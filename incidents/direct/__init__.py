"""人员死亡直报: an enterprise or a village reports a death, and keeps nothing but a receipt."""
