using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;
using GraphRun.Tests.Ops.ControlFlow;
using Xunit;

namespace GraphRun.Tests.Ops.Lists;

public sealed class TensorArrayOpTests
{
    private readonly GraphBuilder builder = new();

    [Fact]
    public void What_is_written_is_read_in_the_order_of_the_flow()
    {
        var (handle, flow) = Array(2);
        flow = Write(handle, 1, Tensor.Scalar(7f), Write(handle, 0, Tensor.Scalar(5f), flow));

        Assert.Equal([7f, 5f], Run(Gather(handle, flow, 1, 0)).Values<float>().ToArray());
    }

    [Fact]
    public void Each_run_starts_with_an_empty_array()
    {
        var (handle, flow) = Array(1);
        var read = Read(handle, 0, Write(handle, 0, Tensor.Scalar(5f), flow));
        var graph = builder.Build();
        var session = new Session();

        Assert.Equal(5f, session.Run(graph, [read])[0].Value<float>());
        Assert.Equal(5f, session.Run(graph, [read])[0].Value<float>());
    }

    [Fact]
    public void A_dynamic_array_grows_as_far_as_it_is_written()
    {
        var (handle, flow) = Array(0, ("dynamic_size", true));
        var size = Call("TensorArraySizeV3", handle, Write(handle, 4, Tensor.Scalar(1f), flow));

        Assert.Equal(5, Run(size).Value<int>());
    }

    [Fact]
    public void Rows_are_scattered_and_tensors_are_split_and_joined()
    {
        var (handle, flow) = Array(2);
        var rows = builder.Constant(Tensor.Vector(1f, 2f, 3f));
        flow = builder.Call("TensorArraySplitV3", handle, rows, builder.Constant(Tensor.Vector(1L, 2L)), flow);
        var joined = Call("TensorArrayConcatV3", handle, flow);
        var values = new Session().Run(builder.Build(), [joined, new Output(joined.Node, 1)]);

        Assert.Equal([1f, 2f, 3f], values[0].Values<float>().ToArray());
        Assert.Equal([1L, 2L], values[1].Values<long>().ToArray());
    }

    [Fact]
    public void Gradients_of_one_element_add_up_and_those_of_an_unused_one_are_zero()
    {
        var (handle, flow) = Array(2);
        flow = Write(handle, 1, Tensor.Vector(0f, 0f), Write(handle, 0, Tensor.Vector(0f, 0f), flow));
        var gradient = builder.Call("TensorArrayGradV3", [handle, flow], new Dictionary<string, object> { ["source"] = "gradients" });
        var gradientFlow = new Output(gradient.Node, 1);
        gradientFlow = Write(gradient, 0, Tensor.Vector(3f, 4f), Write(gradient, 0, Tensor.Vector(1f, 2f), gradientFlow));

        Assert.Equal([4f, 6f, 0f, 0f], Run(Gather(gradient, gradientFlow, 0, 1)).Values<float>().ToArray());
    }

    public static TheoryData<string, string> Errors => new()
    {
        { "twice", "TensorArray a: Could not write to TensorArray index 0 because it has already been written to." },
        { "read", "TensorArray a: Could not write to TensorArray index 0 because it has already been read." },
        {
            "cleared", "TensorArray a: Could not read index 0 twice because it was cleared after a previous read "
                + "(perhaps try setting clear_after_read = false?)."
        },
        { "write", "TensorArray a: Tried to write to index 2 but array is not resizeable and size is: 2" },
        { "bounds", "TensorArray a: Tried to read from index 5 but array size is: 2" },
        { "closed", "TensorArray a has already been closed." },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void A_misuse_is_refused_in_TensorFlows_words(string misuse, string message)
    {
        var (handle, flow) = Array(2, ("tensor_array_name", "a"));
        flow = Write(handle, 0, Tensor.Scalar(1f), flow);
        var output = misuse switch
        {
            "twice" => Write(handle, 0, Tensor.Scalar(1f), flow),
            "read" => Write(handle, 0, Tensor.Scalar(1f), Read(handle, 0, flow)),
            "cleared" => Read(handle, 0, Read(handle, 0, flow)),
            "write" => Write(handle, 2, Tensor.Scalar(1f), flow),
            "bounds" => Read(handle, 5, flow),
            _ => Closed(handle, flow),
        };

        var error = Assert.Throws<GraphRunException>(() => Run(output));

        Assert.Equal((ErrorCode.InvalidArgument, message), (error.Code, error.Diagnostics[0].Message));
    }

    [Fact]
    public void A_loop_fills_an_array()
    {
        var (handle, flow) = Array(3);
        var loop = builder.Count([handle, flow], 3, (inner, values) =>
        {
            var value = inner.Call("Cast", [values[0]], new Dictionary<string, object> { ["DstT"] = DType.Float32 });
            return [values[1], inner.Call("TensorArrayWriteV3", values[1], values[0], value, values[2])];
        });

        Assert.Equal([0f, 1f, 2f], Run(Gather(handle, new Output(loop, 2), 0, 1, 2)).Values<float>().ToArray());
    }

    private (Output Handle, Output Flow) Array(int size, params (string Name, object Value)[] attrs)
    {
        var all = attrs.Append(("dtype", DType.Float32)).ToDictionary(attr => attr.Item1, attr => attr.Item2);
        var handle = builder.Call("TensorArrayV3", [builder.Constant(Tensor.Scalar(size))], all);
        return (handle, new Output(handle.Node, 1));
    }

    private Output Write(Output handle, int index, Tensor value, Output flow) =>
        builder.Call("TensorArrayWriteV3", handle, builder.Constant(Tensor.Scalar(index)), builder.Constant(value), flow);

    private Output Read(Output handle, int index, Output flow) =>
        Call("TensorArrayReadV3", handle, builder.Constant(Tensor.Scalar(index)), flow);

    private Output Gather(Output handle, Output flow, params int[] indices) =>
        Call("TensorArrayGatherV3", handle, builder.Constant(Tensor.Vector<int>(indices)), flow);

    private Output Closed(Output handle, Output flow)
    {
        var close = builder.Add(GraphRun.Ops.Catalogue.Get("TensorArrayCloseV3"), "close", [handle], controlInputs: [flow.Node]);
        builder.ControlInputs = [close];
        return Read(handle, 0, flow);
    }

    private Output Call(string op, params Output[] inputs)
    {
        var hasDType = GraphRun.Ops.Catalogue.Get(op).Signature.IndexOfAttr("dtype") >= 0;
        return builder.Call(op, inputs, hasDType ? new Dictionary<string, object> { ["dtype"] = DType.Float32 } : null);
    }

    private Tensor Run(Output output) => new Session().Run(builder.Build(), [output])[0];
}
