using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The greatest whole number that is not above x.</summary>
internal readonly struct FloorOperator : IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector.Floor(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => Vector.Floor(x);
}

/// <summary>The least whole number that is not below x.</summary>
internal readonly struct CeilingOperator : IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector.Ceiling(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => Vector.Ceiling(x);
}

/// <summary>The nearest whole number, the even one of two.</summary>
internal readonly struct RoundOperator : IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector.Round(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => Vector.Round(x);
}

/// <summary>The whole number next to x towards zero.</summary>
internal readonly struct TruncateOperator : IUnaryFloatingOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Invoke(Vector<float> x) => Vector.Truncate(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<double> Invoke(Vector<double> x) => Vector.Truncate(x);
}
