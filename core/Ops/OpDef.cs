using GraphRun.Execution;
using GraphRun.Gradients;
using GraphRun.Graphs;

namespace GraphRun.Ops;

/// <summary>Computes the output shapes of a node from its input shapes, attrs and constant inputs.</summary>
public delegate void ShapeRule(ShapeContext context);

/// <summary>Makes the kernel of a node, once, while the run is prepared: dtypes and attrs are looked at here, not in the kernel.</summary>
public delegate Kernel KernelFactory(KernelBuilder builder);

/// <summary>Computes the outputs of one step: reads <see cref="Step.Input"/>, writes to <see cref="Step.Allocate"/>.</summary>
public delegate void Kernel(Step step);

/// <summary>
/// Everything about one kind of node, side by side: what it takes and gives, its shape rule, its kernel, its gradient and its
/// documentation. Declared once, in the op's own file, as a static property marked with <see cref="OpAttribute"/>.
/// </summary>
public sealed class OpDef
{
    private Signature? signature;

    /// <summary>The op type, TensorFlow's name: <c>MatMul</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What the op computes, in a sentence or two; the edge cases that TensorFlow leaves open stand here too.</summary>
    public required string Summary { get; init; }

    /// <summary>Inputs in TensorFlow's signature language: <c>"x: T"</c>, <c>"values: N * T"</c>.</summary>
    public string[] Inputs { get; init; } = [];

    /// <summary>Outputs in TensorFlow's signature language.</summary>
    public string[] Outputs { get; init; } = [];

    /// <summary>Attrs in TensorFlow's signature language: <c>"T: {float, double}"</c>, <c>"axis: int = -1"</c>.</summary>
    public string[] Attrs { get; init; } = [];

    /// <summary>
    /// The parameters of the op's expression form, in the order of TensorFlow's Python function, each as
    /// <c>"python_name: input_or_attr"</c> with an optional <c>"= literal"</c>; the literal <c>all_axes</c> stands for every axis of the
    /// first input. Empty when Python's parameters are the inputs and then the attrs, under their own names.
    /// </summary>
    public string[] Parameters { get; init; } = [];

    /// <summary>
    /// One expression that uses the op, for its documentation and for the tests that hold for every op; it must bind and run. Names that
    /// are free in it: x and y are tensors that fit, v is a variable of three elements, handle the handle of one, list a list of two
    /// vectors of two elements, image, volume and filter what a convolution takes, array a TensorArray of two elements and filled its flow
    /// once it has them, stack a
    /// stack of one vector, counter the handle of a variable that is 42, f a function of one argument.
    /// </summary>
    public string Example { get; init; } = "";

    public required ShapeRule Shape { get; init; }

    public required KernelFactory Kernel { get; init; }

    /// <summary>Builds the gradients of the inputs; <see cref="GradientRules.Stop"/> where TensorFlow registers none; null where it registers nothing.</summary>
    public GradientRule? Gradient { get; init; }

    /// <summary>The elements of an integer output of rank 0 or 1 as far as they follow from shapes and other known elements.</summary>
    public Func<ShapeContext, PartialElement[]?>? KnownElements { get; init; }

    /// <summary>Counts the node's floating-point operations, for reports; null for what <see cref="FlopRules.Of"/> takes.</summary>
    public FlopRule? Flops { get; init; }

    /// <summary>The op's output stands for a variable of the session: a reference or a handle.</summary>
    public bool DeclaresVariable { get; init; }

    /// <summary>The op has a state or an effect: it is never merged, folded or left out when it is reached.</summary>
    public bool IsStateful { get; init; }

    /// <summary>The op changes a variable or another thing of the session: runs order it behind everything that is ready.</summary>
    public bool IsWriter { get; init; }

    /// <summary>Outputs may share the storage of inputs (Identity, Reshape).</summary>
    public bool ForwardsInputs { get; init; }

    /// <summary>For an op that <see cref="ForwardsInputs"/>: whether this node never does. Null: it may.</summary>
    public Func<Node, bool>? NeverForwards { get; init; }

    /// <summary>The op holds on to its inputs after the step (Assign), so that their storage must not be reused.</summary>
    public bool KeepsInputs { get; init; }

    /// <summary>The kernel may write its output over an input of the same dtype and shape, because it reads every element before it writes it.</summary>
    public bool WorksInPlace { get; init; }

    /// <summary>
    /// Set where each element of the only output depends on the elements of the inputs in the same place alone, so that the planner may
    /// compute several such nodes block by block. Answers null for a node to which this does not apply.
    /// </summary>
    public Func<Node, ElementwiseForm?>? Elementwise { get; init; }

    /// <summary>
    /// Whether the only output is the first input as it is, for a node whose op <see cref="ForwardsInputs"/>: then the planner leaves
    /// the step out. Asked with the shapes of the first input and of the output.
    /// </summary>
    public Func<Node, Tensors.Shape, Tensors.Shape, bool>? PassesOn { get; init; }

    /// <summary>Whether the node's kernel lets <see cref="KernelBuilder.Epilogue"/> finish its result.</summary>
    public Func<Node, bool>? TakesEpilogue { get; init; }

    /// <summary>
    /// How many zeros before and behind each dim of the first input make the only output, told by the inputs as far as they are known;
    /// null when it is not zeros, or not known how many.
    /// </summary>
    public Func<Tensors.Tensor?[], long[]?>? ZeroMargins { get; init; }

    /// <summary>
    /// Whether the node's kernel can read its first input as if so many zeros stood before and behind each dim
    /// (<see cref="KernelBuilder.Margins"/>) and give the same bits.
    /// </summary>
    public Func<Node, long[], bool>? TakesMargins { get; init; }

    /// <summary>The parsed inputs, outputs and attrs.</summary>
    public Signature Signature => signature ??= new Signature(Inputs, Outputs, Attrs);

    /// <summary>Same inputs, same outputs, and nothing else happens.</summary>
    public bool IsPure => !IsStateful && !IsWriter;

    public override string ToString() => Name;
}
