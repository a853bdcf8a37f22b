namespace Bookstore.Storage;

/// <summary>The diagnostic id that marks the store contract as experimental until 1.0.</summary>
public static class StorageDiagnostics
{
    /// <summary>BOOKSTORE001: the contract between the core and a store may change in a minor version until 1.0.</summary>
    public const string Experimental = "BOOKSTORE001";
}
