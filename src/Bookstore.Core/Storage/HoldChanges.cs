using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The staged changes of what is held, for whom.</summary>
/// <remarks>Not safe for use from several threads at a time.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class HoldChanges : IStagedRecords
{
    private readonly Dictionary<(Isbn Isbn, Guid Holder), int> _staged = [];

    RecordKind IStagedRecords.Kind => RecordKinds.Holds;

    /// <summary>What is to be: a positive quantity is a hold to insert or replace, zero is a hold to remove if it is there.</summary>
    public IReadOnlyCollection<KeyValuePair<(Isbn Isbn, Guid Holder), int>> Staged => _staged;

    /// <summary>Whether any change is staged.</summary>
    public bool HasChanges => _staged.Count > 0;

    /// <summary>Stages a hold.</summary>
    /// <param name="isbn">The book.</param>
    /// <param name="holder">The order or the cart's reservation.</param>
    /// <param name="quantity">The copies, at least 1.</param>
    /// <exception cref="InvalidOperationException">The batch holds the book for the holder already.</exception>
    public void Add(Isbn isbn, Guid holder, int quantity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantity, 1);
        if (_staged.TryGetValue((isbn, holder), out var staged) && staged > 0)
        {
            throw new InvalidOperationException($"The batch holds {isbn} for {holder} already.");
        }

        _staged[(isbn, holder)] = quantity;
    }

    /// <summary>Stages another quantity of a hold that is there.</summary>
    /// <param name="isbn">The book.</param>
    /// <param name="holder">The order or the cart's reservation.</param>
    /// <param name="quantity">The copies, at least 1.</param>
    /// <exception cref="InvalidOperationException">The batch ends the hold.</exception>
    public void Replace(Isbn isbn, Guid holder, int quantity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantity, 1);
        if (_staged.TryGetValue((isbn, holder), out var staged) && staged == 0)
        {
            throw new InvalidOperationException($"The batch ends the hold of {isbn} for {holder}.");
        }

        _staged[(isbn, holder)] = quantity;
    }

    /// <summary>Stages the end of a hold.</summary>
    /// <param name="isbn">The book.</param>
    /// <param name="holder">The order or the cart's reservation.</param>
    /// <exception cref="InvalidOperationException">The batch ends the hold already.</exception>
    public void Remove(Isbn isbn, Guid holder)
    {
        if (_staged.TryGetValue((isbn, holder), out var staged) && staged == 0)
        {
            throw new InvalidOperationException($"The batch ends the hold of {isbn} for {holder} already.");
        }

        _staged[(isbn, holder)] = 0;
    }
}
