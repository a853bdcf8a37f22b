using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Storage;

/// <summary>The kinds of documents that an application registers: each once, under a name of its own.</summary>
public sealed class DocumentKindsTests
{
    [Fact]
    public void AddBookstore_called_twice_registers_each_kind_once()
    {
        var services = new ServiceCollection();
        services.AddBookstore();
        services.AddBookstore();

        services.Count(service => service.ServiceType == typeof(DocumentKind)).ShouldBe(KindsOf(typeof(DocumentKind).Assembly).Count());
    }

    [Fact]
    public void AddBookstore_every_declared_kind_is_registered_under_a_name_of_its_own()
    {
        var services = new ServiceCollection();
        services.AddBookstore();
        var registered = services.Where(service => service.ServiceType == typeof(DocumentKind)).Select(service => (DocumentKind)service.ImplementationInstance!).ToArray();

        foreach (var kind in KindsOf(typeof(DocumentKind).Assembly))
        {
            registered.ShouldContain(kind, $"the kind of document '{kind.Name}' is not registered: call AddDocumentKind where its feature is added");
        }

        registered.Select(kind => kind.Name).ShouldBeUnique();
        registered.ShouldContain(AuditRuns.Documents);
    }

    [Fact]
    public async Task Start_two_kinds_of_one_name_is_refused_and_named()
    {
        var services = new ServiceCollection();
        services.AddBookstore().UseInMemoryStore();
        services.AddDocumentKind(new DocumentKind<AuditRunBody>("audit-run", 2, static () => AuditJsonContext.Default.AuditRunBody));
        await using var provider = services.BuildServiceProvider();

        Should.Throw<InvalidOperationException>(provider.GetRequiredService<IBookstoreAudit>).Message.ShouldContain("audit-run");
        Should.Throw<InvalidOperationException>(provider.GetRequiredService<IOrderWorkflow>).Message.ShouldContain("audit-run");
    }

    [Fact]
    public void RequireDistinct_names_each_shared_name_once()
    {
        DocumentKind[] kinds = [.. "aabbc".Select(letter => new DocumentKind<AuditRunBody>($"{letter}", 1, static () => AuditJsonContext.Default.AuditRunBody))];

        Should.Throw<InvalidOperationException>(() => DocumentKinds.RequireDistinct(kinds)).Message.ShouldContain(": a, b.");
        DocumentKinds.RequireDistinct([kinds[0], kinds[0], kinds[2]]);
    }

    // A kind is declared as a static property of its feature.
    private static IEnumerable<DocumentKind> KindsOf(Assembly assembly) => assembly.GetTypes()
        .Where(type => !type.ContainsGenericParameters)
        .SelectMany(type => type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(property => property.PropertyType.IsSubclassOf(typeof(DocumentKind)))
        .Select(property => (DocumentKind)property.GetValue(null)!);
}
