namespace Bookstore.Simulation;

/// <summary>What one run did and found.</summary>
/// <param name="Seed">Its seed.</param>
/// <param name="Steps">How many things happened in it.</param>
/// <param name="TraceHash">The hash of all that happened.</param>
/// <param name="Faults">How often each kind of fault struck, by <see cref="FaultKind"/>.</param>
/// <param name="Operations">How often each operation was begun, by <see cref="OperationKind"/>.</param>
/// <param name="Violation">The first promise that was broken; <see langword="null"/> when none was.</param>
/// <param name="Trace">The last lines of what happened, or all of them.</param>
internal sealed record SimulationReport(
    ulong Seed,
    long Steps,
    ulong TraceHash,
    IReadOnlyList<long> Faults,
    IReadOnlyList<long> Operations,
    string? Violation,
    IReadOnlyCollection<string> Trace);
