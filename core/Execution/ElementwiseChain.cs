using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Kernels;
using GraphRun.Ops;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>
/// Several elementwise nodes computed block by block: what one gives the next stays in the first cache. A block goes through the nodes'
/// own kernels, so the bits are those of the nodes one after the other. Operands whose shapes do not suit blocks go through them whole.
/// </summary>
/// <param name="members">The nodes in canonical order; the last one's output is the chain's.</param>
/// <param name="operands">
/// Per node its operands: below <paramref name="inputCount"/> an input of the chain, above it the node at that place behind the inputs.
/// </param>
/// <param name="inputCount">How many inputs the chain has, the result of its host included.</param>
/// <param name="host">The input that a product's kernel computes where the chain's output is going to be; -1 when there is none.</param>
internal sealed class ElementwiseChain(Node[] members, int[][] operands, int inputCount, int host)
{
    private readonly Stack<ChainBlocks> idle = [];
    private readonly ElementwiseForm[] forms = Array.ConvertAll(members, member => member.Op.Elementwise!(member)!);
    private Func<Node, KernelBuilder> builderOf = null!;
    private Step[]? wholeSteps;
    private Tensor?[] wholeSlots = [];
    private string scope = "";
    private ChainLayout? layout;
    private Shape[] shapes = [];

    internal Node[] Members => members;

    internal int[][] Operands => operands;

    internal int InputCount => inputCount;

    internal int Host => host;

    internal ElementwiseForm[] Forms => forms;

    /// <summary>The output may lie over an input of its shape.</summary>
    internal bool WorksInPlace => host < 0 && members[^1].Op.WorksInPlace;

    /// <summary>The inputs of the current run, and where its output goes.</summary>
    internal Tensor[] Inputs { get; } = new Tensor[inputCount];

    internal Tensor Output { get; private set; } = null!;

    internal ChainLayout Layout => layout!;

    /// <summary>Which run this is: what blocks have taken over from the inputs holds for one run.</summary>
    internal long RunNumber { get; private set; }

    /// <summary>Given once, before the first run.</summary>
    internal void Bind(Func<Node, KernelBuilder> builders, string scopeName) => (builderOf, scope) = (builders, scopeName);

    internal KernelBuilder BuilderOf(Node node) => builderOf(node);

    /// <summary>The kernel of a chain that has no host.</summary>
    internal void Run(Step step)
    {
        for (var i = 0; i < inputCount; i++)
            Inputs[i] = step.Input(i);
        if (!Fits())
        {
            step.Forward(0, RunWhole());
            return;
        }

        Output = step.Allocate(0, layout!.Shape);
        Workers.For(layout.Rows, layout.RowsPerPiece, new Piece(this));
    }

    /// <summary>Makes ready to finish a result of <paramref name="columns"/> columns, rectangle by rectangle; false when the shapes do not suit it.</summary>
    internal bool Begin(Step step, int firstInput, Tensor result)
    {
        Inputs[host] = Output = result;
        for (var i = 0; i < inputCount; i++)
        {
            if (i != host)
                Inputs[i] = step.Input(firstInput + i - (i > host ? 1 : 0));
        }

        return Fits() && layout!.Shape.Equals(result.Shape);
    }

    /// <summary>Computes a rectangle of the output seen as a matrix of <see cref="ChainLayout.Columns"/> columns. By any number of threads at once.</summary>
    internal void RunRectangle(long row, long rows, long column, long columns)
    {
        var blocks = Rent();
        blocks.Run(row, rows, column, columns);
        lock (idle)
            idle.Push(blocks);
    }

    /// <summary>Each node by its op's own kernel, on whole operands.</summary>
    internal Tensor RunWhole()
    {
        wholeSteps ??= MakeWholeSteps();
        Inputs.CopyTo(wholeSlots, 0);
        for (var i = 0; i < members.Length; i++)
        {
            try
            {
                wholeSteps[i].Kernel(wholeSteps[i]);
            }
            catch (GraphRunException exception)
            {
                throw exception.At(members[i].Span, scope + members[i].Name);
            }
        }

        var result = wholeSlots[^1]!;
        Array.Clear(wholeSlots);
        return result;
    }

    private bool Fits()
    {
        RunNumber++;
        var isSame = shapes.Length == inputCount;
        for (var i = 0; i < inputCount && isSame; i++)
            isSame = shapes[i].Equals(Inputs[i].Shape);
        if (isSame)
            return layout is not null;
        shapes = Array.ConvertAll(Inputs, input => input.Shape);
        layout = ChainLayout.Of(this, shapes);
        lock (idle)
            idle.Clear();
        return layout is not null;
    }

    private ChainBlocks Rent()
    {
        ChainBlocks? blocks;
        lock (idle)
            idle.TryPop(out blocks);
        blocks ??= new ChainBlocks(this);
        return blocks;
    }

    private Step[] MakeWholeSteps()
    {
        wholeSlots = new Tensor?[inputCount + members.Length];
        var steps = new Step[members.Length];
        for (var i = 0; i < members.Length; i++)
            steps[i] = new Step(members[i], wholeSlots, operands[i], inputCount + i) { Kernel = members[i].Op.Kernel(builderOf(members[i])) };
        return steps;
    }

    private readonly struct Piece(ElementwiseChain chain) : IRangeBody
    {
        public void Run(long start, long end) => chain.RunRectangle(start, end - start, 0, chain.Layout.Columns);
    }
}
