namespace Bookstore;

/// <summary>What the parts of a run share. They are used by the run's loop alone.</summary>
/// <param name="Host">What all runs of the host share.</param>
/// <param name="Consumer">The consumer.</param>
/// <param name="Lease">The lease.</param>
/// <param name="Mailbox">Everything that the loop has to deal with.</param>
/// <param name="Window">The events between the position and what is read.</param>
/// <param name="Reads">The run's reads.</param>
/// <param name="Writes">The run's writes.</param>
/// <param name="IsUntilIdle">Whether the run ends when nothing is left to do now.</param>
internal sealed record ConsumerParts(
    ConsumerHost Host, EventConsumer Consumer, HeldLease Lease, ConsumerMailbox Mailbox, ConsumerWindow Window, ConsumerReads Reads, ConsumerWrites Writes, bool IsUntilIdle)
{
    /// <summary>Ends the run.</summary>
    public required Action<ConsumerEnding> End { get; init; }
}
