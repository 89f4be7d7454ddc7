using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace GraphRun.Kernels;

/// <summary>
/// Vectors whose elements come from two others in turn, as <c>punpckl</c> and <c>zip1</c> make them. It moves bits and rounds nothing.
/// </summary>
internal static class Interleave
{
    public static bool IsSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <summary>x0 y0 x1 y1 ... from the lower halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Lower<T>(Vector128<T> x, Vector128<T> y) => Unsafe.SizeOf<T>() switch
    {
        1 => Lower(x.AsByte(), y.AsByte()).As<byte, T>(),
        2 => Lower(x.AsUInt16(), y.AsUInt16()).As<ushort, T>(),
        4 => Lower(x.AsUInt32(), y.AsUInt32()).As<uint, T>(),
        _ => Lower(x.AsUInt64(), y.AsUInt64()).As<ulong, T>(),
    };

    /// <summary>The same from the upper halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Upper<T>(Vector128<T> x, Vector128<T> y) => Unsafe.SizeOf<T>() switch
    {
        1 => Upper(x.AsByte(), y.AsByte()).As<byte, T>(),
        2 => Upper(x.AsUInt16(), y.AsUInt16()).As<ushort, T>(),
        4 => Upper(x.AsUInt32(), y.AsUInt32()).As<uint, T>(),
        _ => Upper(x.AsUInt64(), y.AsUInt64()).As<ulong, T>(),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Lower(Vector128<byte> x, Vector128<byte> y) =>
        Sse2.IsSupported ? Sse2.UnpackLow(x, y) : AdvSimd.Arm64.ZipLow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Lower(Vector128<ushort> x, Vector128<ushort> y) =>
        Sse2.IsSupported ? Sse2.UnpackLow(x, y) : AdvSimd.Arm64.ZipLow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Lower(Vector128<uint> x, Vector128<uint> y) =>
        Sse2.IsSupported ? Sse2.UnpackLow(x, y) : AdvSimd.Arm64.ZipLow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Lower(Vector128<ulong> x, Vector128<ulong> y) =>
        Sse2.IsSupported ? Sse2.UnpackLow(x, y) : AdvSimd.Arm64.ZipLow(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Upper(Vector128<byte> x, Vector128<byte> y) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(x, y) : AdvSimd.Arm64.ZipHigh(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Upper(Vector128<ushort> x, Vector128<ushort> y) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(x, y) : AdvSimd.Arm64.ZipHigh(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Upper(Vector128<uint> x, Vector128<uint> y) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(x, y) : AdvSimd.Arm64.ZipHigh(x, y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Upper(Vector128<ulong> x, Vector128<ulong> y) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(x, y) : AdvSimd.Arm64.ZipHigh(x, y);
}
