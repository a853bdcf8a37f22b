using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>One record of a batch.</summary>
/// <typeparam name="TKey">The record's key.</typeparam>
/// <typeparam name="TRecord">The record, immutable.</typeparam>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class RecordEntry<TKey, TRecord>
    where TRecord : class
{
    internal RecordEntry(TKey key, TRecord? loaded)
    {
        Key = key;
        Loaded = loaded;
        Current = loaded;
    }

    /// <summary>The key.</summary>
    public TKey Key { get; }

    /// <summary>The record as it was loaded; <see langword="null"/> when the store had none.</summary>
    public TRecord? Loaded { get; }

    /// <summary>The record as it is to be; <see langword="null"/> when there is to be none.</summary>
    public TRecord? Current { get; internal set; }

    /// <summary>What the store has to do.</summary>
    public RecordChange Change => (Loaded, Current) switch
    {
        (null, null) => RecordChange.None,
        (null, _) => RecordChange.Insert,
        (_, null) => RecordChange.Delete,
        _ => ReferenceEquals(Loaded, Current) ? RecordChange.None : RecordChange.Update,
    };

    internal bool IsTouched { get; set; }
}

/// <summary>What a store has to do with a record.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public enum RecordChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Insert it; if it is there all the same, that is a <see cref="StoreConflictException"/>.</summary>
    Insert,

    /// <summary>Replace it.</summary>
    Update,

    /// <summary>Remove it. Only for kinds that are removed (<see cref="RecordKind.IsRemovable"/>).</summary>
    Delete,
}
