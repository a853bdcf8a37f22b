using System.Runtime.InteropServices;

namespace Bookstore;

/// <summary>What a gateway said of a refund, as it can be kept.</summary>
/// <param name="Outcome">The outcome; unknown when the gateway could not be asked.</param>
/// <param name="Code">Why it was refused for good.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RefundAnswer(RefundOutcome Outcome, string? Code = null);
