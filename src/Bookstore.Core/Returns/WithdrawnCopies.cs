using Bookstore.Storage;

namespace Bookstore;

/// <summary>The copies in the house that customers have withdrawn from: they do not leave it while the withdrawal is open.</summary>
internal static class WithdrawnCopies
{
    /// <summary>Counts them by line; <see langword="null"/> for none. See <see cref="WithheldCopies"/>.</summary>
    public static int[]? Of(WorkingSet records, Order order)
    {
        var returns = ReturnDocuments.Of(records, order.Id).ConvertAll(static known => known.Return);
        return returns.Exists(static known => ReturnRules.IsOpen(known.Status)) ? [.. order.Lines.Select(line => ReturnRules.Withheld(line, returns))] : null;
    }
}
