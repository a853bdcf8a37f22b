global using System.Net;
global using System.Text.Json.Nodes;
global using Bookstore.Contracts;
global using Shouldly;
global using Xunit;
global using Xunit.Abstractions;

// Each test starts hosts of its own and loads them: one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
