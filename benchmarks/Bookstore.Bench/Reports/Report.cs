namespace Bookstore.Bench;

/// <summary>All that one run of the matrix saw.</summary>
internal sealed record Report(Machine Machine, Plan Plan, IReadOnlyList<CellResult> Cells, StartUps StartUps, double PeakMb, Durability Durability, TimeSpan Took)
{
    public IEnumerable<string> Failures => Cells.Where(cell => cell.Failure is not null).Select(cell => $"{cell.Cell.Id}: {cell.Failure}")
        .Concat(Cells.Where(IsMissing).Select(cell => $"{cell.Cell.Id}: {cell.WhyNot}"))
        .Concat(Durability.Holds ? [] : [Durability.ToString()]);

    // On a build server a missing tool is a failure: nothing there may rot unseen. The original is no part of the repository.
    private static bool IsMissing(CellResult cell) => cell.WhyNot is not (null or OriginalServer.NotThere) && Environment.GetEnvironmentVariable("CI") == "true";

    public Measurement? this[string id] => Cells.FirstOrDefault(cell => cell.Cell.Id == id)?.Median;

    public string? WhyNot(string id) => Cells.FirstOrDefault(cell => cell.Cell.Id == id) is { } cell
        ? cell.WhyNot ?? (cell.Failure is null ? null : "the run failed")
        : "not measured";
}

/// <summary>Whether every order that was confirmed over HTTP is on the disk, and its money captured.</summary>
/// <param name="Answers">The answers 201.</param>
/// <param name="Cut">The connections that were cut while they may have waited for one.</param>
/// <param name="Orders">The orders in the database that owe nothing.</param>
internal sealed record Durability(long Answers, long Cut, long Orders)
{
    public bool Holds => Orders >= Answers && Orders <= Answers + Cut;

    public override string ToString() => FormattableString.Invariant($"{Answers:n0} answers 201, {Orders:n0} orders on the disk with their money captured (up to {Cut:n0} were cut off before their answer): {(Holds ? "all are there" : "WRONG")}");
}
