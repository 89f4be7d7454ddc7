using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary><c>x^y</c> with the special cases of C.</summary>
internal readonly struct PowOperator : IBinaryFloatingOperator, IBinaryComplexOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x, Vector<float> y) => VectorMath.Pow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x, Vector<double> y) => VectorMath.Pow(x, y);

    public static Complex Invoke(Complex x, Complex y) => ComplexMath.Pow(x, y);
}
