using GraphRun.Errors;
using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Passes;

/// <summary>
/// Applies the shape rules again to whatever depends on a feed whose shape is now known, or that fed values make differ from the
/// constants which the graph's own shapes were inferred from. The declared shapes of variables count as known.
/// </summary>
internal static class ShapeRefinement
{
    /// <summary>Narrows <see cref="SlotUse.Shape"/>, and says which integers follow from shapes.</summary>
    internal static ConstantEvaluation Apply(PlanDraft draft)
    {
        var request = draft.Request;
        var view = new ShapeView(new HashSet<Output>(request.Feeds));
        var evaluation = new ConstantEvaluation(view);
        for (var i = 0; i < request.Feeds.Count; i++)
            SetFeed(view, request.Feeds[i], request.FeedShapes.Count > 0 ? request.FeedShapes[i] : null);
        foreach (var (output, slot) in draft.SlotOf)
        {
            if (view.IsFed(output) && view.Differs(output))
                draft.Slots[slot].Shape = view.ShapeOf(output);
        }

        foreach (var step in draft.Steps)
        {
            if (step.Read is null)
                Refine(draft, step, view, evaluation);
        }

        return evaluation;
    }

    private static void SetFeed(ShapeView view, Output feed, Shape? shape)
    {
        if (shape is not null && !shape.Equals(feed.Shape))
            view.SetFeed(feed, shape);
        else if (feed.Node.IsPure)
            view.SetFeed(feed, feed.Shape);
    }

    private static void Refine(PlanDraft draft, PlannedStep step, ShapeView view, ConstantEvaluation evaluation)
    {
        var node = step.Node;
        if (node.Inputs.Any(view.Differs))
        {
            for (var i = 0; i < step.OutputCount; i++)
                view.Set(new Output(node, i), Shape.UnknownRank);
            if (node.Functions.Count == 0)
                Infer(node, view, evaluation);
            for (var i = 0; i < step.OutputCount; i++)
            {
                // An output that is fed as well has a slot of its own, with the shape of what is fed.
                if (!view.IsFed(new Output(node, i)))
                    draft.Slots[step.FirstOutput + i].Shape = view.ShapeOf(new Output(node, i));
            }
        }

        if (node.OutputDTypes.Length > 0)
            evaluation.Record(node);
    }

    /// <summary>A rule that objects is overruled: what it objects to fails, in its place, when it runs.</summary>
    private static void Infer(Node node, ShapeView view, ConstantEvaluation evaluation)
    {
        try
        {
            node.Op.Shape(new ShapeContext(node, evaluation, view));
        }
        catch (GraphRunException)
        {
            for (var i = 0; i < node.OutputDTypes.Length; i++)
                view.Set(new Output(node, i), Shape.UnknownRank);
        }
    }
}
