using GraphRun.Passes;

namespace GraphRun.Execution;

/// <summary>Where a plan stands among the plans that call each other.</summary>
/// <param name="Prefix">The names of the calling nodes, each with a '/' behind it; empty or null for a run itself.</param>
/// <param name="Depth">The number of calling nodes.</param>
/// <param name="Seed">The graph's seed for random ops as the session overrides it; null when neither sets one.</param>
/// <param name="Passes">The passes that plans of functions go through.</param>
internal readonly record struct CallSite(string? Prefix, int Depth, long? Seed, PlanPasses Passes)
{
    internal string Scope => Prefix ?? "";
}
