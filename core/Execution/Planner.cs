using GraphRun.Errors;
using GraphRun.Graphs;
using GraphRun.Ops;
using GraphRun.Passes;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>
/// Makes a <see cref="Plan"/>: prunes, puts the steps into canonical order, gives every value a slot, reads variables at the places where
/// they are used, computes constants once, and lays out memory.
/// </summary>
public sealed class Planner
{
    private readonly Session session;
    private readonly RunRequest request;
    private readonly CallSite site;
    private readonly Dictionary<Output, int> slotOf = [];
    private readonly List<SlotUse> slots = [];
    private readonly List<PlannedStep> steps = [];
    private readonly bool feedsConstants;
    private PlanDraft? draft;
    private bool explains;

    private Planner(Session session, RunRequest request, CallSite site)
    {
        this.session = session;
        this.request = request;
        this.site = site;
        feedsConstants = request.Feeds.Any(feed => feed.Node.IsPure);
    }

    /// <summary>Plans a run of <paramref name="graph"/> on <paramref name="session"/>.</summary>
    /// <exception cref="GraphRunException">Nothing was requested, something is fed twice, or a needed placeholder is not fed.</exception>
    public static Plan Plan(Graph graph, Session session, RunRequest request)
    {
        RequireWork(request);
        return Plan(session, request, new CallSite("", 0, session.Seed ?? graph.Seed, request.Passes));
    }

    /// <summary>Plans a run and says how it is going to go.</summary>
    /// <exception cref="GraphRunException">As <see cref="Plan(Graph, Session, RunRequest)"/>.</exception>
    public static PlanDescription Explain(Graph graph, Session session, RunRequest request)
    {
        RequireWork(request);
        var planner = new Planner(session, request, new CallSite("", 0, session.Seed ?? graph.Seed, request.Passes));
        planner.explains = true;
        var plan = planner.Plan();
        return new PlanDescription(plan, planner.draft!);
    }

    /// <summary>The placeholders that a run needs and does not feed.</summary>
    public static IReadOnlyList<Output> MissingFeeds(RunRequest request) => Pruning.MissingFeeds(request);

    /// <summary>Plans the body of a function that a node calls.</summary>
    internal static Plan Plan(Session session, RunRequest request, CallSite site)
    {
        return new Planner(session, request, site).Plan();
    }

    private static void RequireWork(RunRequest request)
    {
        if (request.Fetches.Count == 0 && request.Targets.Count == 0)
        {
            throw new GraphRunException(
                ErrorCode.NothingRequested, "Must specify at least one target to fetch or execute", help: "use --fetch NAME or --target NAME");
        }
    }

    private Plan Plan()
    {
        var feeds = request.Feeds.Select(Feed).ToArray();
        var reads = request.Fetches.Select(fetch => fetch.IsPost ? -1 : ReadForFetch(fetch.Output)).ToArray();
        foreach (var node in Pruning.NeededNodes(request))
            AddNode(node);
        var fetches = request.Fetches.Select((fetch, i) => reads[i] >= 0 ? reads[i] : FetchSlot(fetch)).ToArray();
        return Build(feeds, fetches);
    }

    private int Feed(Output output)
    {
        var slot = NewSlot(output.DType, output.Shape, isGiven: true);
        return slotOf.TryAdd(output, slot)
            ? slot
            : throw new GraphRunException(ErrorCode.FedTwice, $"Endpoint \"{output.Node.Name}:{output.Index}\" fed more than once");
    }

    /// <summary>
    /// A variable that is fetched by its own name is read before anything else runs; -1 when the output is no variable, or the handle of
    /// one that a function returns.
    /// </summary>
    private int ReadForFetch(Output output) =>
        !slotOf.ContainsKey(output) && output.Node.Op.DeclaresVariable && !IsReturnedHandle(output) ? AddRead(output.Node, null) : -1;

    private bool IsReturnedHandle(Output output) => site.Depth > 0 && output.DType == DType.Resource;

    private int FetchSlot(Fetch fetch) =>
        slotOf.TryGetValue(fetch.Output, out var slot) && !(fetch.IsPost && fetch.Output.Node.Op.DeclaresVariable && !request.Feeds.Contains(fetch.Output))
            ? slot
            : AddRead(fetch.Output.Node, null);

    private void AddNode(Node node)
    {
        if (node.Op.DeclaresVariable && node.Op.Signature.Outputs[0].IsRef)
            return;
        var inputs = new int[node.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = InputSlot(node, i);
        var first = slots.Count;
        for (var i = 0; i < node.OutputDTypes.Length; i++)
        {
            NewSlot(node.OutputDTypes[i], node.OutputShapes[i], isGiven: false);
            slotOf.TryAdd(new Output(node, i), first + i);
        }

        steps.Add(new PlannedStep(node, inputs, first, node.OutputDTypes.Length, null));
    }

    /// <summary>The slot of a value; a fresh read for a variable that is used by value; -1 for a reference, which needs no value.</summary>
    private int InputSlot(Node node, int index)
    {
        var input = node.Inputs[index];
        var isReference = node.Op.Signature.TakesReferences && NodeTyping.ArgOf(node, index).IsRef;
        if (slotOf.TryGetValue(input, out var slot))
        {
            return !isReference || !request.Feeds.Contains(input) ? slot : throw new GraphRunException(
                ErrorCode.FeedMismatch, $"variable '{input}' is fed, so this run cannot also write it with '{node.Name}'", node.Span, node: node.Name);
        }

        return isReference ? -1 : AddRead(input.Node, node);
    }

    private int AddRead(Node declaration, Node? reader)
    {
        var variable = session.Variable(VariableDeclaration.NameOf(declaration));
        var slot = NewSlot(declaration.Attrs.DType("dtype"), declaration.Attrs.Shape("shape"), isGiven: false);
        steps.Add(new PlannedStep(reader ?? declaration, [], slot, 1, new VariableRead(variable, declaration, reader)));
        return slot;
    }

    private int NewSlot(DType dtype, Shape shape, bool isGiven)
    {
        slots.Add(new SlotUse(dtype, shape) { IsGiven = isGiven });
        return slots.Count - 1;
    }

    private Plan Build(int[] feeds, int[] fetches)
    {
        var values = new Tensor?[slots.Count];
        draft = new PlanDraft(steps, slots, values, fetches, request, slotOf) { KeepsNotes = explains };
        steps.RemoveAll(step => TryCompute(step, values));
        ApplyPasses(draft);
        if (draft.Has(PlanPasses.MemoryReuse))
            MemoryPlan.Lay(draft.Steps, slots, feeds, fetches, request.Results);
        var bound = new Step[draft.Steps.Count];
        var pool = new StoragePool();
        for (var i = 0; i < bound.Length; i++)
            bound[i] = Bind(draft.Steps[i], values, pool);
        for (var i = 0; i < bound.Length; i++)
            bound[i].Returned = draft.Steps[i].Returned?.Select(returned => (bound[returned.Step], returned.Output)).ToArray();
        if (request.ChecksFinite)
            FiniteResults.Require(bound);
        return new Plan(session, bound, values, feeds, fetches, site.Scope, request.Cancellation)
        {
            FeedShapes = Array.ConvertAll(feeds, slot => slots[slot].Shape),
            ReusesResult = Array.ConvertAll(fetches, slot => slots[slot].Alternates),
        };
    }

    private void ApplyPasses(PlanDraft draft)
    {
        var evaluation = draft.Has(PlanPasses.ShapeRefinement) ? ShapeRefinement.Apply(draft) : null;
        if (draft.Has(PlanPasses.ConstantFolding))
            ConstantFolding.Apply(draft, evaluation);
        if (draft.Has(PlanPasses.IdentityRemoval))
            IdentityRemoval.Apply(draft);
        if (draft.Has(PlanPasses.CommonSubexpressions))
            CommonSubexpressions.Apply(draft);
        if (draft.Has(PlanPasses.NormalizationFusion))
            NormalizationFusion.Apply(draft);
        if (draft.Has(PlanPasses.MarginAbsorption))
            MarginAbsorption.Apply(draft);
        if ((request.Passes & (PlanPasses.ElementwiseFusion | PlanPasses.EpilogueFusion)) != 0)
            ElementwiseFusion.Apply(draft);
    }

    /// <summary>A Const needs no step: its value goes into its slot once and stays there.</summary>
    private bool TryCompute(PlannedStep step, Tensor?[] values)
    {
        if (step.Read is not null || step.Inputs.Length > 0 || !step.Node.IsPure || step.OutputCount == 0)
            return false;
        var kernelStep = Bind(step, values, null);
        kernelStep.Kernel(kernelStep);
        for (var i = 0; i < step.OutputCount; i++)
            slots[step.FirstOutput + i].IsGiven = true;
        return true;
    }

    private Step Bind(PlannedStep planned, Tensor?[] values, StoragePool? pool)
    {
        var step = new Step(planned.Node, values, planned.Inputs, planned.FirstOutput)
        {
            Released = planned.Released,
            Pooled = planned.Pooled,
            Pool = pool,
            IsPassing = planned.IsPassing,
        };
        if (planned.Read is { } read)
        {
            read.IsPassing = planned.IsPassing;
            step.Kernel = read.Run;
            return step;
        }

        (step.Planned, step.Alternate) = (planned.Planned, planned.Alternate);
        planned.Chain?.Bind(node => new KernelBuilder(node, session, site, request.Cancellation), site.Scope);
        step.Kernel = planned.Fused ?? (planned.Chain is { Host: < 0 } chain ? chain.Run : MakeKernel(planned, values));
        return step;
    }

    private Kernel MakeKernel(PlannedStep planned, Tensor?[] values)
    {
        var node = planned.Node;
        var epilogue = planned.Chain is { } chain ? new Epilogue(chain, node.Inputs.Count) : null;
        var constants = Array.ConvertAll(planned.Inputs, slot => slot < 0 ? null : values[slot]);
        try
        {
            var kernel = node.Op.Kernel(new KernelBuilder(node, session, site, request.Cancellation)
            {
                Constants = (request.Passes & PlanPasses.WeightPacking) != 0 ? constants : null,
                Epilogue = epilogue,
                Margins = planned.Margins?.Sizes ?? [],
                ShapesMayDiffer = feedsConstants,
            });
            return epilogue?.Around(kernel) ?? kernel;
        }
        catch (GraphRunException exception)
        {
            throw exception.At(node.Span, site.Scope + node.Name);
        }
    }
}
