using System.Diagnostics;
using System.Runtime.CompilerServices;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>
/// One kernel call of a plan, with the slots of its inputs and outputs at hand. The same object serves every run of its plan.
/// Kernels read <see cref="Input"/> and give each output by <see cref="Allocate"/> or <see cref="Forward"/>.
/// </summary>
public sealed class Step
{
    /// <summary>How many iterations of a loop over constants are worth computing before a run.</summary>
    private const int ConstantIterations = 1000;

    private readonly Tensor?[] slots;
    private readonly int[] inputs;
    private readonly int firstOutput;
    private Tensor?[]? taken;

    internal Step(Node node, Tensor?[] slots, int[] inputs, int firstOutput)
    {
        Node = node;
        this.slots = slots;
        this.inputs = inputs;
        this.firstOutput = firstOutput;
    }

    public int InputCount => inputs.Length;

    public int OutputCount => Node.OutputDTypes.Length;

    /// <summary>The node that this step computes, for messages.</summary>
    internal Node Node { get; }

    /// <summary>Set once, right after the step is made.</summary>
    internal Kernel Kernel { get; set; } = null!;

    /// <summary>Storage planned for the outputs; null where it must be fresh in each run.</summary>
    internal Tensor?[]? Planned { get; set; }

    /// <summary>What takes turns with <see cref="Planned"/> from run to run; null when nothing does.</summary>
    internal Tensor?[]? Alternate { get; set; }

    /// <summary>Slots whose values nobody needs after this step.</summary>
    internal int[]? Released { get; set; }

    /// <summary>Outputs whose storage comes from <see cref="Pool"/>; null when none does.</summary>
    internal bool[]? Pooled { get; init; }

    /// <summary>What the plan's steps take and give back as it runs.</summary>
    internal StoragePool? Pool { get; init; }

    /// <summary>The outputs, of this and of earlier steps, of which this step has the last use.</summary>
    internal (Step Step, int Output)[]? Returned { get; set; }

    /// <summary>No output is kept beyond the run.</summary>
    internal bool IsPassing { get; init; }

    internal ReadOnlySpan<int> InputSlots => inputs;

    internal int FirstOutput => firstOutput;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Tensor Input(int index) => slots[inputs[index]]!;

    /// <summary>All inputs, for ops that take a list.</summary>
    public Tensor[] Inputs()
    {
        var values = new Tensor[inputs.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Input(i);
        return values;
    }

    /// <summary>An output that the kernel has given already.</summary>
    internal Tensor Output(int index) => slots[firstOutput + index]!;

    /// <summary>The tensor to write an output to; its elements are not set.</summary>
    public Tensor Allocate(int output, Shape shape)
    {
        if (Planned?[output] is { } planned && (ReferenceEquals(planned.Shape, shape) || planned.Shape.Equals(shape)))
            return slots[firstOutput + output] = planned;
        if (Pooled?[output] != true)
            return slots[firstOutput + output] = Tensor.Allocate(Node.OutputDTypes[output], shape);
        taken ??= new Tensor?[OutputCount];
        return slots[firstOutput + output] = taken[output] = Pool!.Take(Node.OutputDTypes[output], shape);
    }

    /// <summary>Gives back the storage of an output that nobody looks at any more, when it is what <see cref="Allocate"/> gave.</summary>
    internal void Return(int output)
    {
        if (taken?[output] is { } storage && ReferenceEquals(slots[firstOutput + output], storage))
            Pool!.Give(storage);
        if (taken is not null)
            taken[output] = null;
    }

    /// <summary>The storage planned for a scalar that is the only output, given as that output; null when none is planned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Tensor? AllocatePlannedScalar()
    {
        if (Planned is not [{ Rank: 0 } planned])
            return null;
        // From the second run on it is there already, and to write it again would cost more than the arithmetic.
        ref var slot = ref slots[firstOutput];
        if (!ReferenceEquals(slot, planned))
            slot = planned;
        return planned;
    }

    /// <summary>Gives a tensor that exists already as an output: an input of an op that forwards inputs, or one made by the kernel.</summary>
    public void Forward(int output, Tensor value)
    {
        Debug.Assert(value.DType == Node.OutputDTypes[output], "an output has the dtype that was inferred");
        slots[firstOutput + output] = value;
    }

    /// <summary>Gives the value of a variable that the planner reads for this step's node: it is that node's input, not its output.</summary>
    internal void Read(Tensor value) => slots[firstOutput] = value;

    /// <summary>Computes a pure node once, outside any session.</summary>
    internal static Tensor[] Compute(Node node, IReadOnlyList<Tensor> inputs)
    {
        var slots = new Tensor?[inputs.Count + node.OutputDTypes.Length];
        for (var i = 0; i < inputs.Count; i++)
            slots[i] = inputs[i];
        var step = new Step(node, slots, [.. Enumerable.Range(0, inputs.Count)], inputs.Count);
        node.Op.Kernel(new KernelBuilder(node, new Session { MostIterations = ConstantIterations }))(step);
        return slots[inputs.Count..]!;
    }
}
