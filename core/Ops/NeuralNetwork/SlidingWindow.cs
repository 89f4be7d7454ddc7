using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.NeuralNetwork;

/// <summary>
/// The attrs that say how a window goes over a tensor: <c>strides</c>, <c>dilations</c>, <c>padding</c>, <c>explicit_paddings</c> and
/// <c>data_format</c>, as far as an op has them (<c>core/framework/kernel_shape_util.cc</c>, <c>core/util/tensor_format.h</c>).
/// </summary>
internal sealed class SlidingWindow
{
    private readonly long[] strides;
    private readonly long[] dilations;
    private readonly long[] paddings;
    private readonly string padding;
    private readonly long[] margins;
    private readonly int space;

    /// <param name="op">The op, for messages.</param>
    /// <param name="attrs">Its attrs.</param>
    /// <param name="space">Dims of space: 2 or 3.</param>
    /// <param name="strides">The strides where they are no attr.</param>
    /// <param name="dilations">The attr of the dilations.</param>
    /// <param name="margins">Zeros before and behind each dim of the input that are not there but count; empty for none.</param>
    /// <exception cref="Errors.GraphRunException">An attr is no list of as many values as the tensor has dims, or a value is out of
    /// range.</exception>
    public SlidingWindow(string op, Attrs attrs, int space, long[]? strides = null, string dilations = "dilations", long[]? margins = null)
    {
        this.space = space;
        this.margins = margins ?? [];
        ChannelsFirst = attrs.Has("data_format") && attrs.Text("data_format").StartsWith("NC", StringComparison.Ordinal);
        if (attrs.Has("data_format") && attrs.Text("data_format") == "NCHW_VECT_C")
            throw ShapeContext.Error($"{op} does not support the data format NCHW_VECT_C");
        this.strides = Steps(op, "stride", strides ?? attrs.Ints("strides"));
        this.dilations = attrs.Has(dilations) ? Steps(op, "dilation", attrs.Ints(dilations)) : [.. Enumerable.Repeat(1L, space)];
        padding = attrs.Text("padding");
        paddings = attrs.Has("explicit_paddings") ? Paddings(attrs.Ints("explicit_paddings")) : [];
    }

    /// <summary>Dim 1 are the channels; else the last one.</summary>
    public bool ChannelsFirst { get; }

    /// <summary>Rank of the tensors.</summary>
    public int Rank => space + 2;

    public int ChannelAxis => ChannelsFirst ? 1 : Rank - 1;

    /// <summary>The dim of a tensor that is a dim of space.</summary>
    public int SpaceAxis(int index) => ChannelsFirst ? index + 2 : index + 1;

    /// <summary>The places of a window along a dim; unknown when the dim's or the window's size is.</summary>
    /// <exception cref="Errors.GraphRunException"><c>Negative dimension size caused by subtracting 3 from 2</c></exception>
    public WindowAxis Axis(int index, long input, long window)
    {
        if (margins.Length == 0 || input == Shape.Unknown)
            return Within(index, input, window);
        var (before, behind) = (margins[2 * SpaceAxis(index)], margins[(2 * SpaceAxis(index)) + 1]);
        var axis = Within(index, input + before + behind, window);
        return axis with { Input = input, Before = axis.Before + before };
    }

    private WindowAxis Within(int index, long input, long window)
    {
        var (stride, dilation) = (strides[index], dilations[index]);
        var reach = window == Shape.Unknown ? Shape.Unknown : ((window - 1) * dilation) + 1;
        if (padding == "SAME")
        {
            var output = input == Shape.Unknown ? Shape.Unknown : (input + stride - 1) / stride;
            var needed = Math.Max(0, ((output - 1) * stride) + reach - input);
            return new WindowAxis(input, window, stride, dilation, needed / 2, output);
        }

        var (before, after) = padding == "EXPLICIT" ? (paddings[2 * index], paddings[(2 * index) + 1]) : (0, 0);
        if (input == Shape.Unknown || window == Shape.Unknown)
            return new WindowAxis(input, window, stride, dilation, before, Shape.Unknown);
        var padded = input + before + after;
        return padded >= reach
            ? new WindowAxis(input, window, stride, dilation, before, ((padded - reach) / stride) + 1)
            : throw ShapeContext.Error($"Negative dimension size caused by subtracting {reach} from {padded}");
    }

    /// <summary>Whether zeros before and behind each dim of a tensor lie around its space only.</summary>
    public bool AreAroundSpace(long[] zeros) =>
        zeros.Length == 2 * Rank && zeros[0] == 0 && zeros[1] == 0 && zeros[2 * ChannelAxis] == 0 && zeros[(2 * ChannelAxis) + 1] == 0;

    /// <summary>The output's shape. The batch keeps its name, and so does a dim of space that keeps its size.</summary>
    /// <param name="input">The input, of the right rank.</param>
    /// <param name="windows">The window's size along each dim of space.</param>
    /// <param name="channels">Channels of the output.</param>
    /// <param name="channelName">The name of that dim.</param>
    public Shape OutputShape(Shape input, ReadOnlySpan<long> windows, long channels, string? channelName = null)
    {
        var (dims, names) = (new long[Rank], new string?[Rank]);
        (dims[0], names[0]) = (input[0], input.NameOf(0));
        (dims[ChannelAxis], names[ChannelAxis]) = (channels, channelName);
        for (var i = 0; i < space; i++)
        {
            var axis = SpaceAxis(i);
            dims[axis] = Axis(i, input[axis], windows[i]).Output;
            names[axis] = padding == "SAME" && strides[i] == 1 ? input.NameOf(axis) : null;
        }

        return Shape.Named(dims, names);
    }

    /// <summary>What a kernel goes over; all sizes are known.</summary>
    public ConvolutionGeometry Geometry(Shape input, ReadOnlySpan<long> windows)
    {
        var axes = new WindowAxis[3];
        axes[0] = WindowAxis.None;
        for (var i = 0; i < space; i++)
            axes[i + 3 - space] = Axis(i, input[SpaceAxis(i)], windows[i]);
        return new ConvolutionGeometry(input[0], axes[0], axes[1], axes[2], input[ChannelAxis]) { ZerosTakePart = margins.Length > 0 };
    }

    /// <summary>The sizes along the dims of space from a list with one entry for each dim of the tensor, as <c>ksize</c> is.</summary>
    /// <exception cref="Errors.GraphRunException">Not as many entries, or one below 1; the window covers several batches or
    /// channels.</exception>
    public long[] Windows(string op, long[] sizes)
    {
        CheckLength(op, "ksize", sizes);
        if (sizes[0] != 1 || sizes[ChannelAxis] != 1)
            throw ShapeContext.Error("Pooling is not yet supported on the batch or depth dimension.");
        if (Array.Exists(sizes, size => size < 1))
            throw ShapeContext.Error($"Sliding window ksize must be greater than 0, got [{string.Join(',', sizes)}]");
        return [.. Enumerable.Range(0, space).Select(i => sizes[SpaceAxis(i)])];
    }

    private long[] Steps(string op, string what, long[] values)
    {
        CheckLength(op, what, values);
        if (values[0] != 1 || values[ChannelAxis] != 1)
            throw ShapeContext.Error($"Current implementation does not yet support {what}s in the batch and depth dimensions.");
        if (Array.Exists(values, value => value < 1))
        {
            throw ShapeContext.Error(what == "stride"
                ? $"Sliding window strides should be larger than 0, got [{string.Join(',', values)}]"
                : $"Dilated rates should be larger than 0, got [{string.Join(',', values)}]");
        }

        return [.. Enumerable.Range(0, space).Select(i => values[SpaceAxis(i)])];
    }

    private void CheckLength(string op, string what, long[] values)
    {
        if (values.Length != Rank)
            throw ShapeContext.Error($"{op} requires the {what} attribute to contain {Rank} values, but got: {values.Length}");
    }

    private long[] Paddings(long[] values)
    {
        if (padding != "EXPLICIT")
        {
            return values.Length == 0
                ? []
                : throw ShapeContext.Error("explicit_paddings attribute must be empty if the padding attribute is not EXPLICIT");
        }

        if (values.Length != 2 * Rank)
            throw ShapeContext.Error($"explicit_paddings attribute must contain {2 * Rank} values, but got: {values.Length}");
        if (Array.Exists(values, value => value < 0))
            throw ShapeContext.Error($"All elements of explicit_paddings must be nonnegative, got [{string.Join(',', values)}]");
        if (values[0] != 0 || values[1] != 0 || values[2 * ChannelAxis] != 0 || values[(2 * ChannelAxis) + 1] != 0)
            throw ShapeContext.Error("Nonzero explicit padding in the batch or depth dimensions is not supported");
        return [.. Enumerable.Range(0, 2 * space).Select(i => values[(2 * SpaceAxis(i / 2)) + (i % 2)])];
    }
}
