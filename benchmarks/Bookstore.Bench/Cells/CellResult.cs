namespace Bookstore.Bench;

/// <summary>What became of a cell.</summary>
internal sealed class CellResult(Cell cell)
{
    public Cell Cell { get; } = cell;

    public List<Measurement> Runs { get; } = [];

    /// <summary>Why it was not run.</summary>
    public string? WhyNot { get; init; }

    /// <summary>What went wrong in a run.</summary>
    public string? Failure { get; set; }

    public Measurement? Median => Failure is null && Runs.Count > 0 ? Measurement.Median(Runs) : null;
}
