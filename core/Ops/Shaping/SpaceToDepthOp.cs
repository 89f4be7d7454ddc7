using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>Blocks of space that become depth, and back.</summary>
public static class SpaceToDepthOp
{
    private const string Format = "data_format: {'NHWC', 'NCHW', 'NCHW_VECT_C'} = 'NHWC'";

    [Op("space_to_depth")]
    public static OpDef SpaceToDepth { get; } = new()
    {
        Name = "SpaceToDepth",
        Summary = "Every block of block_size x block_size places becomes one place of so many times the depth.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "block_size: int >= 2", Format],
        Example = "space_to_depth(reshape(range(16), [1, 4, 4, 1]), 2)",
        Shape = context =>
            context.Output(0, ToDepth(context.WithRank(0, 4), context.Attrs.Int("block_size"), ChannelsFirst(context.Attrs))),
        Kernel = builder =>
        {
            var (block, channelsFirst) = (builder.Attrs.Int("block_size"), ChannelsFirst(builder.Attrs));
            return step => SpaceBlocks.SpaceToDepth(
                step.Input(0), block, channelsFirst, step.Allocate(0, ToDepth(FourD(step.Input(0)), block, channelsFirst)));
        },
        Gradient = context => [Inverse(context, "DepthToSpace")],
    };

    [Op("depth_to_space")]
    public static OpDef DepthToSpace { get; } = new()
    {
        Name = "DepthToSpace",
        Summary = "Every place becomes a block of block_size x block_size places of so many times less depth.",
        Inputs = ["input: T"],
        Outputs = ["output: T"],
        Attrs = ["T: type", "block_size: int >= 2", Format],
        Example = "depth_to_space(reshape(range(16), [1, 2, 2, 4]), 2)",
        Shape = context =>
            context.Output(0, ToSpace(context.WithRank(0, 4), context.Attrs.Int("block_size"), ChannelsFirst(context.Attrs))),
        Kernel = builder =>
        {
            var (block, channelsFirst) = (builder.Attrs.Int("block_size"), ChannelsFirst(builder.Attrs));
            return step => SpaceBlocks.DepthToSpace(
                step.Input(0), block, channelsFirst, step.Allocate(0, ToSpace(FourD(step.Input(0)), block, channelsFirst)));
        },
        Gradient = context => [Inverse(context, "SpaceToDepth")],
    };

    private static bool ChannelsFirst(Attrs attrs) => attrs.Text("data_format") switch
    {
        "NHWC" => false,
        "NCHW" => true,
        var format =>
            throw new GraphRunException(ErrorCode.Unsupported, $"data_format '{format}' is not supported", help: "use NHWC or NCHW"),
    };

    private static Shape FourD(Tensor input) => input.Rank == 4
        ? input.Shape
        : throw IntegerTensors.Invalid($"Input rank should be 4 instead of {input.Rank}");

    private static Shape ToDepth(Shape input, long block, bool channelsFirst) => Make(
        input,
        channelsFirst,
        size => PartialShapes.Divide(size, block),
        depth => PartialShapes.Multiply(depth, block * block));

    private static Shape ToSpace(Shape input, long block, bool channelsFirst) => Make(
        input,
        channelsFirst,
        size => PartialShapes.Multiply(size, block),
        depth => PartialShapes.Divide(depth, block * block));

    private static Shape Make(Shape input, bool channelsFirst, Func<long, long> space, Func<long, long> depth)
    {
        var batch = input.Part(0, 1);
        return batch.Then(channelsFirst
            ? Shape.Of(depth(input[1]), space(input[2]), space(input[3]))
            : Shape.Of(space(input[1]), space(input[2]), depth(input[3])));
    }

    private static Output Inverse(Gradients.GradientContext context, string op) => context.Call(
        op,
        [context.Gradient()!.Value],
        ("block_size", context.Node.Attrs.Int("block_size")), ("data_format", context.Node.Attrs.Text("data_format")));
}
