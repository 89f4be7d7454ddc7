using System.Numerics;
using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>The loop of a <see cref="Finish"/>, once for each activation: one pass over a rectangle of elements.</summary>
internal static unsafe class FinishRows<T, TActivation>
    where T : unmanaged
    where TActivation : struct, IBinaryOperator<T>
{
    /// <param name="arguments">The other operands; their pointers are those of channel 0, the residual's that of element 0.</param>
    /// <param name="first">The rectangle's first element.</param>
    /// <param name="stride">Elements from a row to the next.</param>
    /// <param name="size">Rows and columns of the rectangle.</param>
    /// <param name="row">Where the rectangle begins in the whole.</param>
    /// <param name="column">Where the rectangle begins in the whole.</param>
    public static void Run(
        FinishArguments<T>* arguments, T* first, nint stride, (int Rows, int Columns) size, long row, long column)
    {
        for (var i = 0; i < size.Rows; i++, first += stride)
        {
            var residual = arguments->Residual is null ? null : arguments->Residual + (nint)(((row + i) * arguments->Channels) + column);
            RunRow(*arguments, first, residual, (nint)column, size.Columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunRow(FinishArguments<T> arguments, T* row, T* residual, nint channel, int columns)
    {
        var i = 0;
        for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
            Step(in arguments, row + i, residual is null ? null : residual + i, channel + i, Vector<T>.Count);
        if (i < columns)
            Step(in arguments, row + i, residual is null ? null : residual + i, channel + i, columns - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(in FinishArguments<T> arguments, T* place, T* residual, nint channel, int count)
    {
        var x = Read(place, count);
        if (arguments.Scale is not null)
        {
            var centered = x - Read(arguments.Mean + channel, count);
            x = MultiplyAdd(centered, Read(arguments.Scale + channel, count), Read(arguments.Bias + channel, count));
        }
        else if (arguments.Bias is not null)
            x += Read(arguments.Bias + channel, count);
        if (residual is not null)
            x += Read(residual, count);
        var slope = arguments.Slope is null ? default
            : arguments.HasOneSlope ? new Vector<T>(*arguments.Slope)
            : Read(arguments.Slope + channel, count);
        Write(TActivation.Invoke(x, slope), place, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> MultiplyAdd(Vector<T> x, Vector<T> y, Vector<T> z) => typeof(T) == typeof(float)
        ? Vector.FusedMultiplyAdd(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>()
        : Vector.FusedMultiplyAdd(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Read(T* source, int count) =>
        count == Vector<T>.Count ? Vector.Load(source) : Lanes.Pad(new ReadOnlySpan<T>(source, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector<T> value, T* destination, int count)
    {
        if (count == Vector<T>.Count)
            Vector.Store(value, destination);
        else
            Lanes.Unpad(value, new Span<T>(destination, count));
    }
}
