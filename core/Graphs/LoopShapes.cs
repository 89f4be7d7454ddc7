using GraphRun.Tensors;

namespace GraphRun.Graphs;

/// <summary>The shapes of a loop's values that hold before and after every iteration.</summary>
public static class LoopShapes
{
    /// <summary>
    /// The most specific shapes, found by widening: whatever an iteration changes becomes unknown, until an iteration changes nothing more.
    /// </summary>
    /// <param name="body">Takes the values and returns as many.</param>
    /// <param name="entry">The shapes that the values enter the loop with.</param>
    public static Shape[] Of(GraphFunction body, IReadOnlyList<Shape> entry)
    {
        var shapes = entry.ToArray();
        var isStable = false;
        while (!isStable)
        {
            var results = body.For(shapes).Results;
            isStable = true;
            for (var i = 0; i < shapes.Length; i++)
            {
                var wider = shapes[i].Covering(results[i].Shape);
                isStable &= wider.Equals(shapes[i]);
                shapes[i] = wider;
            }
        }

        return shapes;
    }
}
