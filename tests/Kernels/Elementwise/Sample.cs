using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Tests.Kernels;

/// <summary>Values that a kernel is tried with: those where arithmetic turns special, and some from between.</summary>
internal static class Sample
{
    public static float[] Singles { get; } =
    [
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 1.5f, 2.5f, -2.5f, 3f, 10f, -10f, 88.7f, -87.4f, 1e-3f, -1e-3f, 1e-20f, 1e20f, -1e20f,
        float.Epsilon, -float.Epsilon, 1e-40f, -1e-40f, 1.17549435e-38f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 0.1f, 0.9999999f, 1.0000001f, -104f, 3.14159274f, 1e6f, 16777217f,
    ];

    public static double[] Doubles { get; } =
    [
        .. Singles.Select(value => (double)value), double.Epsilon, 1e-310, -1e-310, double.MaxValue, double.MinValue,
        710.5, -745.2, 1e-160, 1e22,
    ];

    public static Half[] Halves { get; } = [.. Singles.Select(value => (Half)value), Half.Epsilon, (Half)6e-5f, Half.MaxValue, (Half)1e-7f];

    public static int[] Integers { get; } = [0, 1, -1, 2, 7, -7, 100, int.MaxValue, int.MinValue, int.MinValue + 1, 65536, -65537];

    public static byte[] Bytes { get; } = [0, 1, 2, 127, 128, 129, 254, 255, 16, 17, 100];

    /// <summary>A vector that takes the values in turn, beginning with number <paramref name="offset"/>.</summary>
    public static Tensor Of<T>(int length, int offset, ReadOnlySpan<T> values)
    {
        var tensor = Tensor.Allocate(DTypes.Of<T>(), Shape.Of(length));
        for (var i = 0; i < length; i++)
            tensor.Writable<T>()[i] = values[(i + offset) % values.Length];
        return tensor;
    }

    /// <summary>The bits of each element, every NaN being one.</summary>
    public static ulong[] Bits<T>(Tensor tensor)
        where T : unmanaged, INumberBase<T>
    {
        var bits = new ulong[tensor.ElementCount];
        for (var i = 0; i < bits.Length; i++)
            bits[i] = T.IsNaN(tensor.Values<T>()[i]) ? ulong.MaxValue : Bits(tensor, i);
        return bits;
    }

    /// <summary>An element for a message.</summary>
    public static string Text(this Tensor tensor, int index) => tensor.DType switch
    {
        DType.Float32 => tensor.Values<float>()[index].ToString("R"),
        DType.Float64 => tensor.Values<double>()[index].ToString("R"),
        DType.Float16 => tensor.Values<Half>()[index].ToString("R"),
        _ => $"0x{Bits(tensor, index):X}",
    };

    private static ulong Bits(Tensor tensor, int index) => tensor.DType.Size() switch
    {
        1 => tensor.Values<byte>()[index],
        2 => tensor.Values<ushort>()[index],
        4 => tensor.Values<uint>()[index],
        _ => tensor.Values<ulong>()[index],
    };
}
