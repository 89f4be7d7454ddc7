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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(
        FinishArguments<T>* arguments, T* first, nint stride, (int Rows, int Columns) size, long row, long column)
    {
        var bias = At(arguments->Bias, column);
        var mean = At(arguments->Mean, column);
        var scale = At(arguments->Scale, column);
        var slope = arguments->HasOneSlope ? null : At(arguments->Slope, column);
        var oneSlope = arguments->HasOneSlope ? new Vector<T>(*arguments->Slope) : default;
        var residual = At(arguments->Residual, row * arguments->Channels + column);
        var isPlain = scale is null && bias is not null && residual is null && slope is null;
        var whole = size.Columns - size.Columns % Vector<T>.Count;
        for (var i = 0; i < size.Rows; i++, first += stride)
        {
            if (isPlain)
            {
                for (nint j = 0; j < whole; j += Vector<T>.Count)
                    Vector.Store(TActivation.Invoke(Vector.Load(first + j) + Vector.Load(bias + j), oneSlope), first + j);
            }
            else
            {
                for (nint j = 0; j < whole; j += Vector<T>.Count)
                {
                    var x = Vector.Load(first + j);
                    if (scale is not null)
                        x = MultiplyAdd(x - Vector.Load(mean + j), Vector.Load(scale + j), Vector.Load(bias + j));
                    else if (bias is not null)
                        x += Vector.Load(bias + j);
                    if (residual is not null)
                        x += Vector.Load(residual + j);
                    Vector.Store(TActivation.Invoke(x, slope is null ? oneSlope : Vector.Load(slope + j)), first + j);
                }
            }

            if (whole < size.Columns)
                RunRest(arguments, first + whole, At(residual, whole), column + whole, size.Columns - whole);
            residual = At(residual, arguments->Channels);
        }
    }

    // What does not fill a vector.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunRest(FinishArguments<T>* arguments, T* place, T* residual, long channel, int count)
    {
        var x = Read(place, count);
        if (arguments->Scale is not null)
        {
            var centered = x - Read(At(arguments->Mean, channel), count);
            x = MultiplyAdd(centered, Read(At(arguments->Scale, channel), count), Read(At(arguments->Bias, channel), count));
        }
        else if (arguments->Bias is not null)
            x += Read(At(arguments->Bias, channel), count);
        if (residual is not null)
            x += Read(residual, count);
        var slope = arguments->Slope is null ? default
            : arguments->HasOneSlope ? new Vector<T>(*arguments->Slope)
            : Read(At(arguments->Slope, channel), count);
        var result = TActivation.Invoke(x, slope);
        for (var i = 0; i < count; i++)
            place[i] = ((T*)&result)[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T* At(T* first, long offset) => first is null ? null : first + (nint)offset;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> MultiplyAdd(Vector<T> x, Vector<T> y, Vector<T> z) => typeof(T) == typeof(float)
        ? Vector.FusedMultiplyAdd(x.As<T, float>(), y.As<T, float>(), z.As<T, float>()).As<float, T>()
        : Vector.FusedMultiplyAdd(x.As<T, double>(), y.As<T, double>(), z.As<T, double>()).As<double, T>();

    private static Vector<T> Read(T* source, int count)
    {
        var vector = default(Vector<T>);
        for (var i = 0; i < count; i++)
            ((T*)&vector)[i] = source[i];
        return vector;
    }
}
