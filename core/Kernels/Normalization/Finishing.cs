using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>Something that ends in an epilogue.</summary>
internal interface IFinishedWork<T>
    where T : unmanaged
{
    void Run<TEpilogue>(in TEpilogue epilogue)
        where TEpilogue : struct, IProductEpilogue<T>;
}

/// <summary>From a <see cref="Finish"/> of tensors to an epilogue in memory.</summary>
internal static unsafe class Finishing<T>
    where T : unmanaged
{
    /// <summary>Runs some work with its epilogue, whose tensors stay in their places until it is done.</summary>
    public static void Run<TWork>(Finish finish, long channels, in TWork work)
        where TWork : struct, IFinishedWork<T>
    {
        if (finish.IsNothing)
        {
            work.Run(default(NoEpilogue<T>));
            return;
        }

        if (finish.HasNoParts)
        {
            work.Run(new RectangleEpilogue<T>(finish.Rest!));
            return;
        }

        fixed (T* bias = Elements(finish.Bias))
        fixed (T* mean = Elements(finish.Mean))
        fixed (T* scale = Elements(finish.Scale))
        fixed (T* residual = Elements(finish.Residual))
        fixed (T* slope = Elements(finish.Slope))
        {
            var arguments = new FinishArguments<T>
            {
                Bias = bias,
                Mean = mean,
                Scale = scale,
                Residual = residual,
                Slope = slope,
                Channels = channels,
                HasOneSlope = finish.Slope?.ElementCount == 1,
            };
            var epilogue = new FinishEpilogue<T>(arguments, finish.Activation);
            if (finish.Rest is null)
                work.Run(epilogue);
            else
            {
                var rest = new RectangleEpilogue<T>(finish.Rest);
                work.Run(new SuccessiveEpilogues<T, FinishEpilogue<T>, RectangleEpilogue<T>>(epilogue, rest));
            }
        }
    }

    /// <summary>Applies a finish to a tensor whose last dim are the channels, in one pass over memory.</summary>
    public static void Apply(Tensor x, Finish finish, Tensor result)
    {
        if (x.ElementCount == 0)
            return;
        var channels = x.Shape[-1];
        fixed (T* source = x.Values<T>())
        fixed (T* destination = result.Writable<T>())
            Run(finish, channels, new Pass(source, destination, x.ElementCount / channels, channels));
    }

    private static ReadOnlySpan<T> Elements(Tensor? tensor) => tensor is null ? default : tensor.Values<T>();

    private readonly struct Pass(T* source, T* destination, long rows, long channels) : IFinishedWork<T>
    {
        private const long ElementsPerPiece = 1 << 15;

        private readonly T* source = source;
        private readonly T* destination = destination;

        public void Run<TEpilogue>(in TEpilogue epilogue)
            where TEpilogue : struct, IProductEpilogue<T> =>
            Workers.For(
                rows, Math.Max(1, ElementsPerPiece / channels), new Rows<TEpilogue>(source, destination, channels, in epilogue));
    }

    private readonly struct Rows<TEpilogue>(T* source, T* destination, long channels, in TEpilogue epilogue) : IRangeBody
        where TEpilogue : struct, IProductEpilogue<T>
    {
        private readonly T* source = source;
        private readonly T* destination = destination;
        private readonly TEpilogue epilogue = epilogue;

        public void Run(long start, long end)
        {
            var offset = (nint)(start * channels);
            var count = (end - start) * channels;
            if (source != destination)
                Buffer.MemoryCopy(source + offset, destination + offset, count * sizeof(T), count * sizeof(T));
            epilogue.Apply(destination + offset, (nint)channels, (int)(end - start), (int)channels, start, 0);
        }
    }
}
