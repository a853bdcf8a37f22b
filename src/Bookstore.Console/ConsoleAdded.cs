namespace Bookstore.Operating;

/// <summary>Says that <c>AddBookstoreConsole</c> was called.</summary>
internal sealed class ConsoleAdded;
