#ifndef MATH_H
#define MATH_H
double ldexp(double x, int n);
long double ldexpl(long double x, int n);
#endif
