"""执法责任倒查: everything that was done about an enterprise up to a day, on one page and as a kept paper."""
