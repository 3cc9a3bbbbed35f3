"""The baseline of the bench "simulation": scipy's solve_ivp (RK45) on the same motor as thermalWeek.c.

thermal_week.py INPUT OUTPUT RTOL pieces|whole; prints the processor milliseconds of the solution alone. In pieces the solver
begins anew at each sample of the input, as is best; whole is one call, in which the error control has to find the jumps.
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


def in_pieces(samples, kept, rtol):
    state = kept[0]
    for (start, power), (end, _) in zip(samples[:-1], samples[1:]):
        instants = numpy.arange(start + 1, end + 1)
        solution = solve_ivp(derivative, (start, end), state, method="RK45", t_eval=instants, rtol=rtol, atol=absolute(rtol), args=(power,))
        kept[int(start) + 1 : int(end) + 1] = solution.y.T
        state = solution.y[:, -1]


def whole(samples, kept, rtol):
    held = samples[1, 0] - samples[0, 0]
    power = samples[:, 1]
    solution = solve_ivp(lambda t, T: derivative(t, T, power[int(t // held)]), (0, len(kept) - 1), kept[0], method="RK45", t_eval=numpy.arange(len(kept)), rtol=rtol, atol=absolute(rtol), max_step=held)
    kept[:] = solution.y.T


def absolute(rtol):
    return rtol * 1e-3 * 293.15


def main(source, target, rtol, way):
    samples = numpy.fromfile(source).reshape(-1, 2)
    kept = numpy.empty((int(samples[-1, 0]) + 1, 3))
    kept[0] = 293.15
    begun = time.process_time()
    way(samples, kept, rtol)
    print(f"{(time.process_time() - begun) * 1e3:.3f}")
    kept.tofile(target)


main(sys.argv[1], sys.argv[2], float(sys.argv[3]), whole if sys.argv[4] == "whole" else in_pieces)
