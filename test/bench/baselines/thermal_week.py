"""The baseline of the bench "simulation": scipy's solve_ivp (RK45) on the same motor as thermalWeek.c.

thermal_week.py INPUT OUTPUT RTOL; prints the processor milliseconds of the solution alone.
"""
import sys
import time

import numpy
from scipy.integrate import solve_ivp


def derivative(_t, T, power):
    between, outward = (T[0] - T[1]) / 0.02, (T[1] - T[2]) / 0.015
    return [
        (power * 0.7 - between) / 3000.0,
        (power * 0.3 + between - outward) / 12000.0,
        (outward - (T[2] - 293.15) / 0.04) / 25000.0,
    ]


def main(source, target, rtol):
    samples = numpy.fromfile(source).reshape(-1, 2)
    kept = numpy.empty((int(samples[-1, 0]) + 1, 3))
    state = numpy.full(3, 293.15)
    kept[0] = state
    begun = time.process_time()
    for (start, power), (end, _) in zip(samples[:-1], samples[1:]):
        instants = numpy.arange(start + 1, end + 1)
        solution = solve_ivp(derivative, (start, end), state, method="RK45", t_eval=instants, rtol=rtol, atol=rtol * 1e-3 * 293.15, args=(power,))
        kept[int(start) + 1 : int(end) + 1] = solution.y.T
        state = solution.y[:, -1]
    print(f"{(time.process_time() - begun) * 1e3:.3f}")
    kept.tofile(target)


main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
