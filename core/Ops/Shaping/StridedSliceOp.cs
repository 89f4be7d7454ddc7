using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Tensors;

namespace GraphRun.Ops.Shaping;

/// <summary>NumPy's indexing by ranges: <c>x[1:10:2, ..., newaxis, 3]</c>.</summary>
public static class StridedSliceOp
{
    private const string Masks =
        "Bit i of begin_mask or end_mask ignores entry i, of ellipsis_mask lets it stand for whole dims, of new_axis_mask makes a "
        + "dim of size 1, of shrink_axis_mask takes the one index begin.";

    [Op("strided_slice")]
    public static OpDef StridedSlice { get; } = new()
    {
        Name = "StridedSlice",
        Summary = $"Of each dim the elements from begin up to, not including, end in steps of strides, which may be negative. {Masks}",
        Inputs = ["input: T", "begin: Index", "end: Index", "strides: Index"],
        Outputs = ["output: T"],
        Attrs =
        [
            "T: type",
            "Index: {int32, int64}",
            "begin_mask: int = 0",
            "end_mask: int = 0",
            "ellipsis_mask: int = 0",
            "new_axis_mask: int = 0",
            "shrink_axis_mask: int = 0",
        ],
        Parameters =
        [
            "input_: input", "begin: begin", "end: end", "strides: strides", "begin_mask: begin_mask = 0", "end_mask: end_mask = 0",
            "ellipsis_mask: ellipsis_mask = 0", "new_axis_mask: new_axis_mask = 0", "shrink_axis_mask: shrink_axis_mask = 0",
        ],
        Example = "strided_slice(x, [0], [1], [1])",
        Shape = context => context.Output(0, Infer(context)),
        KnownElements = Known,
        Kernel = builder =>
        {
            var (dtype, masks) = (builder.InputDType(0), MasksOf(builder.Attrs));
            var prepared = new Prepared<(Shape Shape, StridedCopy Copy)>(0, step => Prepare(dtype, step, masks));
            return step =>
            {
                var (shape, copy) = prepared.Get(step);
                copy.Run(step.Input(0), step.Allocate(0, shape));
            };
        },
        Gradient = context =>
        [
            context.Builder.Call(
                "StridedSliceGrad",
                [
                    context.Builder.Call(
                        "Shape", [context.Input(0)], new Dictionary<string, object> { ["out_type"] = context.Input(1).DType }),
                    context.Input(1),
                    context.Input(2),
                    context.Input(3),
                    context.Gradient()!.Value,
                ],
                MaskAttrs(context.Node.Attrs)),
            null, null, null,
        ],
    };

    [Op]
    public static OpDef StridedSliceGrad { get; } = new()
    {
        Name = "StridedSliceGrad",
        Summary = "Zeros of the given shape, but dy where a StridedSlice of that shape takes its elements from.",
        Inputs = ["shape: Index", "begin: Index", "end: Index", "strides: Index", "dy: T"],
        Outputs = ["output: T"],
        Attrs =
        [
            "T: type",
            "Index: {int32, int64}",
            "begin_mask: int = 0",
            "end_mask: int = 0",
            "ellipsis_mask: int = 0",
            "new_axis_mask: int = 0",
            "shrink_axis_mask: int = 0",
        ],
        Example = "StridedSliceGrad([5], [1], [5], [2], [1.0, 2.0])",
        Shape = context => context.Output(0, context.ConstantShape(0)),
        Kernel = builder =>
        {
            var masks = MasksOf(builder.Attrs);
            return step =>
            {
                var shape = step.Input(0).ToShape();
                var specification = StridedSliceSpecification.Of(
                    shape, step.Input(1).Integers(), step.Input(2).Integers(), step.Input(3).Integers(), masks);
                Slicing.StridedSliceGradient(step.Input(4), specification, step.Allocate(0, shape));
            };
        },
        Gradient = context =>
        [
            null, null, null, null,
            context.Builder.Call(
                "StridedSlice",
                [context.Gradient()!.Value, context.Input(1), context.Input(2), context.Input(3)],
                MaskAttrs(context.Node.Attrs)),
        ],
    };

    internal static StridedSliceMasks MasksOf(Attrs attrs) => new(
        (int)attrs.Int("begin_mask"), (int)attrs.Int("end_mask"), (int)attrs.Int("ellipsis_mask"), (int)attrs.Int("new_axis_mask"), (int)attrs.Int("shrink_axis_mask"));

    private static Dictionary<string, object> MaskAttrs(Attrs attrs) =>
        attrs.All.Where(pair => pair.Attr.Name.EndsWith("_mask", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Attr.Name, pair => pair.Value);

    private static Shape Infer(ShapeContext context)
    {
        var length = ShapeContext.Merge(
            ShapeContext.Merge(context.WithRank(1, 1)[0], context.WithRank(2, 1)[0]), context.WithRank(3, 1)[0]);
        if (!context.Input(0).HasRank || length == Tensors.Shape.Unknown || context.Constant(3) is not { } strides)
            return Tensors.Shape.UnknownRank;
        return Specification(context, strides).Shape;
    }

    private static StridedSliceSpecification Specification(ShapeContext context, Tensor strides) => StridedSliceSpecification.Of(
        context.Input(0), context.Constant(1)?.Integers(), context.Constant(2)?.Integers(), strides.Integers(), MasksOf(context.Attrs));

    // A part of a vector of sizes, such as shape(x)[0] or shape(x)[1:].
    private static PartialElement[]? Known(ShapeContext context)
    {
        if (context.Input(0) is not { Rank: 1, IsFullyDefined: true } || context.Elements(0) is not { } elements)
            return null;
        if (context.Constant(1) is null || context.Constant(2) is null || context.Constant(3) is not { } strides)
            return null;
        var view = Specification(context, strides).View(StridedView.Of(elements.Length));
        var taken = new PartialElement[view.Dims[0]];
        for (var i = 0; i < taken.Length; i++)
            taken[i] = elements[view.Offset + (i * view.Strides[0])];
        return taken;
    }

    private static (Shape Shape, StridedCopy Copy) Prepare(DType dtype, Step step, StridedSliceMasks masks)
    {
        var input = step.Input(0).Shape;
        var specification = StridedSliceSpecification.Of(
            input, step.Input(1).Integers(), step.Input(2).Integers(), step.Input(3).Integers(), masks);
        var view = specification.View(StridedView.Of(input));
        return (specification.Shape, new StridedCopy(dtype, view, StridedView.Of(view.Dims)));
    }
}
