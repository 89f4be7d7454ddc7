using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// The gradient of a convolution's input, which is also a convolution that enlarges (<c>core/kernels/conv_grad_input_ops.cc</c>): of as
/// many convolutions of stride 1 as there are places within a stride, each with the taps that reach them. Filters are packed once.
/// </summary>
internal sealed class TransposedConvolution : IDisposable
{
    private readonly ConvolutionGeometry forward;
    private readonly long filters;
    private readonly int groups;
    private readonly List<Phase> phases = [];

    private TransposedConvolution(ConvolutionGeometry forward, Tensor filter)
    {
        this.forward = forward;
        filters = filter.Shape[-1];
        groups = filter.Shape[-2] == 0 ? 1 : (int)Math.Max(1, forward.Channels / filter.Shape[-2]);
    }

    /// <summary>Prepares it.</summary>
    /// <param name="filter">float32, float64 or int32 [(depth,) height, width, channels of a group, channels of the output].</param>
    /// <param name="forward">How the convolution's window goes over its input.</param>
    public static TransposedConvolution Of(Tensor filter, ConvolutionGeometry forward)
    {
        var result = new TransposedConvolution(forward, filter);
        foreach (var z in TransposedAxis.Of(forward.Depth))
        {
            foreach (var y in TransposedAxis.Of(forward.Height))
            {
                foreach (var x in TransposedAxis.Of(forward.Width))
                    result.Add(filter, z, y, x);
            }
        }

        return result;
    }

    /// <summary>Computes the input's gradient.</summary>
    /// <param name="gradient">That of the convolution's output, channels last.</param>
    /// <param name="result">Allocated by the caller, of the convolution's input pixels and channels.</param>
    public void Run(Tensor gradient, Tensor result)
    {
        switch (gradient.DType)
        {
            case DType.Float32: Run<float>(gradient, result); break;
            case DType.Float64: Run<double>(gradient, result); break;
            default: Run<int>(gradient, result); break;
        }
    }

    public void Dispose()
    {
        foreach (var phase in phases)
            phase.Filter.Dispose();
    }

    private void Add(Tensor filter, TransposedAxis z, TransposedAxis y, TransposedAxis x)
    {
        var geometry = new ConvolutionGeometry(forward.Batch, z.Axis, y.Axis, x.Axis, filters);
        if (geometry.Taps == 0)
            return;
        var taps = Turned(filter, z, y, x);
        phases.Add(new Phase(geometry, PackedFilter.PackEach(taps), (z.First, y.First, x.First)));
    }

    // [taps, channels, filters] to [taps in their other order, groups, filters of a group, channels of a group].
    private Tensor Turned(Tensor filter, TransposedAxis z, TransposedAxis y, TransposedAxis x)
    {
        var seen = filter.Shape[-2];
        var counts = (Z: z.Axis.Window, Y: y.Axis.Window, X: x.Axis.Window);
        var turned = Tensor.Allocate(filter.DType, Shape.Of(groups, counts.Z * counts.Y * counts.X, filters / groups, seen));
        var from = StridedView.Of(forward.Taps, seen, groups, filters / groups).Permute([2, 0, 3, 1]);
        var to = StridedView.Of(turned.Shape);
        for (var i = 0L; i < counts.Z * counts.Y * counts.X; i++)
        {
            var (line, column) = Math.DivRem(i, counts.X);
            var (plane, row) = Math.DivRem(line, counts.Y);
            var tap = (((z.TapAt(plane) * forward.Height.Window) + y.TapAt(row)) * forward.Width.Window) + x.TapAt(column);
            StridedCopy.Run(filter, from.Slice(1, tap, 1), turned, to.Slice(1, i, 1));
        }

        return turned;
    }

    private unsafe void Run<T>(Tensor gradient, Tensor result)
        where T : unmanaged, INumberBase<T>
    {
        var steps = forward.Depth.Stride * forward.Height.Stride * forward.Width.Stride;
        if (phases.Count < steps || forward.OutputPixels == 0)
            Filling.Zeros(result);
        if (forward.OutputPixels == 0 || result.ElementCount == 0)
            return;
        fixed (T* source = gradient.Values<T>())
        fixed (T* destination = result.Writable<T>())
        {
            foreach (var phase in phases)
            {
                for (var group = 0; group < groups; group++)
                    Run(phase, group, source, destination);
            }
        }
    }

    private unsafe void Run<T>(Phase phase, int group, T* source, T* destination)
        where T : unmanaged, INumberBase<T>
    {
        var (channels, seen) = (forward.Channels, forward.Channels / groups);
        var patches = new PatchRows<T>(phase.Geometry, source, group * (filters / groups), filters / groups);
        var first = destination + (nint)(phase.Offset(forward) * channels) + (nint)(group * seen);
        var places = Phase.AreNeighbours(forward)
            ? new PixelPlaces<T>(first, (nint)channels)
            : Apart(first, phase.Geometry, (nint)channels);
        ConvolutionProduct<T>.Run(patches, phase.Filter.Groups[group], places, default(NoEpilogue<T>));
    }

    private unsafe PixelPlaces<T> Apart<T>(T* first, ConvolutionGeometry geometry, nint channels)
        where T : unmanaged
    {
        var line = (nint)forward.Width.Input * channels;
        var plane = (nint)forward.Height.Input * line;
        var batch = (nint)forward.Depth.Input * plane;
        var x = (nint)forward.Width.Stride * channels;
        return new PixelPlaces<T>(first, geometry, (batch, (nint)forward.Depth.Stride * plane, (nint)forward.Height.Stride * line, x));
    }

    /// <summary>One of the convolutions.</summary>
    private sealed record Phase(ConvolutionGeometry Geometry, PackedFilter Filter, (long Z, long Y, long X) First)
    {
        /// <summary>The first pixel of the result that it computes.</summary>
        public long Offset(ConvolutionGeometry forward) =>
            (((First.Z * forward.Height.Input) + First.Y) * forward.Width.Input) + First.X;

        /// <summary>It computes all pixels.</summary>
        public static bool AreNeighbours(ConvolutionGeometry forward) =>
            forward.Depth.Stride == 1 && forward.Height.Stride == 1 && forward.Width.Stride == 1;
    }
}
