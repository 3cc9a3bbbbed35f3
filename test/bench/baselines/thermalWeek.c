/* The baseline of the bench "simulation": CVODE on a motor of three bodies, its input held between samples.
 * thermalWeek INPUT OUTPUT RTOL METHOD: INPUT holds (seconds, watts) pairs of doubles; OUTPUT gets the three states at every
 * second. Prints the processor milliseconds of the solution alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sunlinsol/sunlinsol_dense.h>
#include <sunmatrix/sunmatrix_dense.h>

static double power;

static int derivative(realtype t, N_Vector y, N_Vector dy, void *data) {
  const double *T = N_VGetArrayPointer(y);
  double *d = N_VGetArrayPointer(dy);
  (void)t; (void)data;
  d[0] = (power * 0.7 - (T[0] - T[1]) / 0.02) / 3000.0;
  d[1] = (power * 0.3 + (T[0] - T[1]) / 0.02 - (T[1] - T[2]) / 0.015) / 12000.0;
  d[2] = ((T[1] - T[2]) / 0.015 - (T[2] - 293.15) / 0.04) / 25000.0;
  return 0;
}

static double processor_ms(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  FILE *in = fopen(argv[1], "rb");
  if (!in) return 2;
  fseek(in, 0, SEEK_END);
  long samples = ftell(in) / (2 * (long)sizeof(double)) - 1;
  rewind(in);
  double *input = malloc((samples + 1) * 2 * sizeof(double));
  if (fread(input, 2 * sizeof(double), samples + 1, in) != (size_t)(samples + 1)) return 2;
  fclose(in);
  long seconds = (long)input[2 * samples];
  double *kept = malloc((seconds + 1) * 3 * sizeof(double));
  double rtol = atof(argv[3]);

  double begun = processor_ms();
  SUNContext context;
  SUNContext_Create(NULL, &context);
  N_Vector y = N_VNew_Serial(3, context), inside = N_VNew_Serial(3, context);
  double *T = N_VGetArrayPointer(y), *at = N_VGetArrayPointer(inside);
  T[0] = T[1] = T[2] = 293.15;
  memcpy(kept, T, 3 * sizeof(double));
  void *solver = CVodeCreate(strcmp(argv[4], "adams") == 0 ? CV_ADAMS : CV_BDF, context);
  CVodeInit(solver, derivative, 0, y);
  CVodeSStolerances(solver, rtol, rtol * 1e-3 * 293.15);
  CVodeSetMaxNumSteps(solver, 100000);
  SUNMatrix matrix = SUNDenseMatrix(3, 3, context);
  SUNLinearSolver linear = SUNLinSol_Dense(y, matrix, context);
  CVodeSetLinearSolver(solver, linear, matrix);
  long next = 1;
  for (long i = 0; i < samples; i++) {
    double t = input[2 * i], end = input[2 * i + 2];
    power = input[2 * i + 1];
    if (i > 0) CVodeReInit(solver, t, y);
    CVodeSetStopTime(solver, end);
    while (t < end) {
      if (CVode(solver, end, y, &t, CV_ONE_STEP) < 0) return 1;
      for (; next <= t; next++) {
        if (next == t) memcpy(at, T, 3 * sizeof(double));
        else CVodeGetDky(solver, next, 0, inside);
        memcpy(kept + 3 * next, at, 3 * sizeof(double));
      }
    }
  }
  printf("%.3f\n", processor_ms() - begun);

  FILE *out = fopen(argv[2], "wb");
  if (!out || fwrite(kept, 3 * sizeof(double), seconds + 1, out) != (size_t)(seconds + 1)) return 2;
  fclose(out);
  return 0;
}
