namespace Bookstore.Onix.Import;

/// <summary>What a record did. The numbers are stored: they never change their meaning.</summary>
internal enum ImportOutcome
{
    /// <summary>Nothing: the catalogue knew it already.</summary>
    Unchanged = 0,

    /// <summary>The book was added.</summary>
    Added = 1,

    /// <summary>The book's data changed.</summary>
    Changed = 2,

    /// <summary>The book was withdrawn.</summary>
    Deleted = 3,

    /// <summary>The catalogue has something newer.</summary>
    Older = 4,

    /// <summary>The record cannot be used.</summary>
    Refused = 5,
}
