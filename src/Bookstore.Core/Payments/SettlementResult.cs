using System.Runtime.InteropServices;

namespace Bookstore;

/// <summary>The result of a pending payment action.</summary>
/// <param name="Event">What happened to the order by it; <see langword="null"/> when that is not known.</param>
/// <param name="Code">Why it was refused for good.</param>
/// <param name="IsContradiction">Whether the answer contradicts what is on record: it is then taken as unknown, and a person is needed.</param>
/// <param name="DueAt">For a void that came too early: when to void again.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SettlementResult(OrderTrigger? Event, string? Code = null, bool IsContradiction = false, DateTimeOffset? DueAt = null);
