namespace Bookstore.Bench;

/// <summary>What a cell needs to be run.</summary>
internal enum CellKind
{
    /// <summary>A process of its own: a shop, or the disk's ceiling.</summary>
    Shop,

    /// <summary>The host that runs.</summary>
    Host,

    /// <summary>The bare server that runs.</summary>
    Bare,

    /// <summary>The original demo that runs.</summary>
    Original,
}

/// <summary>One figure of the matrix.</summary>
/// <param name="Id">Its name in the raw figures.</param>
/// <param name="Kind">What it needs.</param>
/// <param name="Title">What is measured, in a table's words.</param>
/// <param name="RunAsync">Measures once.</param>
internal sealed record Cell(string Id, CellKind Kind, string Title, Func<Testbed, Task<Measurement>> RunAsync)
{
    /// <summary>Whether the short run has it too.</summary>
    public bool IsQuick { get; init; }
}
