namespace Bookstore.Storage;

/// <summary>Follows a table's records: an order of them, or a rule over them.</summary>
internal interface IMemoryIndex<TRecord>
    where TRecord : class
{
    /// <summary>Follows a record that was written: none before is an insert, none after a removal.</summary>
    void Move(TRecord? before, TRecord? after);
}
