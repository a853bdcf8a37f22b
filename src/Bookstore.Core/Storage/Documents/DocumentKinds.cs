using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Storage;

/// <summary>The kinds of documents of an application: each feature registers its own.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal static class DocumentKinds
{
    /// <summary>Registers a kind. Registering the same one again changes nothing.</summary>
    public static void AddDocumentKind(this IServiceCollection services, DocumentKind kind)
    {
        if (!services.Any(service => ReferenceEquals(service.ImplementationInstance, kind)))
        {
            services.AddSingleton(kind);
        }
    }

    /// <summary>Throws unless each kind has a name of its own. Called at the start.</summary>
    /// <exception cref="InvalidOperationException">Kinds share a name: each would read the other's documents. The message names them.</exception>
    public static void RequireDistinct(IEnumerable<DocumentKind> kinds)
    {
        string[] shared = [.. kinds.Distinct().GroupBy(static kind => kind.Name, StringComparer.Ordinal).Where(static group => group.Count() > 1).Select(static group => group.Key)];
        if (shared.Length > 0)
        {
            throw new InvalidOperationException($"More than one kind of document is declared with the name: {string.Join(", ", shared)}. Give each kind a name of its own.");
        }
    }
}
