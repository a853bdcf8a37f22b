global using Bookstore.Crash;
global using Bookstore.Samples;
global using Bookstore.Storage;
