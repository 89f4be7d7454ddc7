using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>The arithmetic of bfloat16.</summary>
internal readonly struct BFloat16Arithmetic : IArithmetic<BFloat16>
{
    public static BFloat16 Zero => default;

    public static BFloat16 One => (BFloat16)1f;

    public static BFloat16 Lowest => new(0xFF7F);

    public static BFloat16 Highest => new(0x7F7F);

    public static BFloat16 Add(BFloat16 x, BFloat16 y) => (BFloat16)((float)x + (float)y);

    public static BFloat16 Subtract(BFloat16 x, BFloat16 y) => (BFloat16)((float)x - (float)y);

    public static BFloat16 Multiply(BFloat16 x, BFloat16 y) => (BFloat16)((float)x * (float)y);

    public static BFloat16 Divide(BFloat16 x, BFloat16 y) => (BFloat16)((float)x / (float)y);

    public static BFloat16 Maximum(BFloat16 x, BFloat16 y) => (float)x > (float)y || float.IsNaN((float)x) ? x : y;

    public static BFloat16 Minimum(BFloat16 x, BFloat16 y) => (float)x < (float)y || float.IsNaN((float)x) ? x : y;

    public static bool IsLess(BFloat16 x, BFloat16 y) => (float)x < (float)y;

    public static bool AreEqual(BFloat16 x, BFloat16 y) => (float)x == (float)y;

    public static BFloat16 FromInteger(long value) => (BFloat16)(float)value;

    public static BFloat16 SquareRoot(BFloat16 value) => (BFloat16)MathF.Sqrt((float)value);

    public static double ToDouble(BFloat16 value) => (float)value;
}
