package org.openimr.server.store.database;

import static java.util.Map.entry;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.config.HibernatePropertiesProvider;
import ca.uhn.fhir.jpa.config.util.HapiEntityManagerFactoryUtil;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirH2Dialect;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.hibernate.boot.archive.scan.internal.DisabledScanner;
import org.hibernate.cfg.AvailableSettings;
import org.openimr.server.settings.DatabaseSettings;
import org.openimr.server.settings.Settings;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The database: connections, tables, and one kind of transaction for both HAPI's tables and ours.
 *
 * <p>A {@link JdbcTemplate} used inside a transaction of HAPI works on the same connection, so that
 * a resource and a row of our own are committed together or not at all.
 */
@Configuration(proxyBeanMethods = false)
public class DatabaseConfig {

  private static final int BESIDE = 3;

  /** The connections, with the tables brought up to date. */
  @Bean(destroyMethod = "close")
  public HikariDataSource dataSource(Settings settings) {
    HikariConfig pool = pool(settings, "openimr");
    pool.setMaximumPoolSize(settings.database().connections());
    pool.setMinimumIdle(2);
    HikariDataSource dataSource = new HikariDataSource(pool);
    tables(dataSource, settings).migrate();
    return dataSource;
  }

  /**
   * A few connections more, opened when they are needed, for what is short and must be committed
   * beside the transaction of a request: who holds one of them waits for no other.
   */
  public static HikariDataSource beside(Settings settings) {
    HikariConfig pool = pool(settings, "openimr-beside");
    pool.setMaximumPoolSize(BESIDE);
    pool.setMinimumIdle(0);
    pool.setIdleTimeout(60_000);
    pool.setInitializationFailTimeout(-1);
    return new HikariDataSource(pool);
  }

  private static HikariConfig pool(Settings settings, String name) {
    DatabaseSettings database = settings.database();
    HikariConfig pool = new HikariConfig();
    pool.setPoolName(name);
    pool.setJdbcUrl(address(settings));
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setConnectionTimeout(15_000);
    return pool;
  }

  /** The changes of the tables that this program knows, held against those that a database has. */
  public static Flyway tables(DataSource dataSource, Settings settings) {
    return Flyway.configure()
        .dataSource(dataSource)
        .locations("classpath:db/migration")
        .javaMigrations(
            new HapiTables(settings.database().postgresql()),
            new ResourceTypeNames(settings.database().postgresql()))
        .table("imr_schema_history")
        .load();
  }

  /** The JDBC address of the database that the settings name. */
  public static String address(Settings settings) {
    String url = settings.database().url();
    return url.isEmpty() ? embedded(settings) : url;
  }

  private static String embedded(Settings settings) {
    return "jdbc:h2:file:"
        + settings.data().directory().toAbsolutePath().normalize().resolve("openimr")
        // H2's own trace file would quote values of patients.
        + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0"
        // Each access that is recorded writes to the file, which would grow by all that it keeps
        // for its usual 45 s; to keep nine tenths of it filled took a quarter of all processor
        // time.
        + ";RETENTION_TIME=10000;AUTO_COMPACT_FILL_RATE=50";
  }

  /** Turns of the nodes that start on this database. */
  @Bean
  public SharedStart sharedStart(DataSource dataSource) {
    return new SharedStart(dataSource);
  }

  /** Hibernate over HAPI's tables. */
  @Bean
  @Primary
  public LocalContainerEntityManagerFactoryBean entityManagerFactory(
      DataSource dataSource,
      Settings settings,
      ConfigurableListableBeanFactory beans,
      FhirContext fhirContext,
      JpaStorageSettings storageSettings) {
    LocalContainerEntityManagerFactoryBean factory =
        HapiEntityManagerFactoryUtil.newEntityManagerFactory(beans, fhirContext, storageSettings);
    factory.setPersistenceUnitName("openimr");
    factory.setDataSource(dataSource);
    // Hibernate gets ready while the rest of the server is put together.
    factory.setBootstrapExecutor(new SimpleAsyncTaskExecutor("hibernate-"));
    factory.setJpaPropertyMap(
        Map.ofEntries(
            entry("hibernate.dialect", dialect(settings)),
            // The tables are made by migrations; Hibernate neither changes nor checks them.
            entry("hibernate.hbm2ddl.auto", "none"),
            entry("hibernate.query.mutation_strategy.global_temporary.create_tables", "false"),
            entry("hibernate.query.mutation_strategy.global_temporary.drop_tables", "false"),
            entry("hibernate.boot.allow_jdbc_metadata_access", "false"),
            entry("hibernate.archive.scanner", DisabledScanner.class.getName()),
            entry("hibernate.search.enabled", "false"),
            // a case comes with several rows per resource: tags, links, index
            entry("hibernate.jdbc.batch_size", "100"),
            // HAPI searches on threads of its own, which no transaction of a request reaches
            entry(
                "jakarta.persistence.query.timeout",
                String.valueOf(settings.limits().requestTime().toMillis())),
            entry("hibernate.cache.use_second_level_cache", "false"),
            entry("hibernate.cache.use_query_cache", "false")));
    if (!settings.database().postgresql()) {
      factory.getJpaPropertyMap().put(AvailableSettings.STATEMENT_INSPECTOR, new IdLookups());
    }
    return factory;
  }

  private static String dialect(Settings settings) {
    return settings.database().postgresql()
        ? HapiFhirPostgresDialect.class.getName()
        : HapiFhirH2Dialect.class.getName();
  }

  /** What HAPI asks for the dialect. */
  @Bean
  @Primary
  public HibernatePropertiesProvider hibernatePropertiesProvider() {
    return new HibernatePropertiesProvider();
  }

  /** Transactions of HAPI and of {@link JdbcTemplate} alike. */
  @Bean
  @Primary
  public JpaTransactionManager transactionManager(
      EntityManagerFactory entityManagerFactory, DataSource dataSource) {
    JpaTransactionManager transactions = new TimedTransactions(entityManagerFactory);
    transactions.setDataSource(dataSource);
    return transactions;
  }

  /** SQL on our own tables. */
  @Bean
  public JdbcTemplate jdbcTemplate(DataSource dataSource) {
    return new JdbcTemplate(dataSource);
  }

  /** Brings what is committed out of the program's hands. */
  @Bean
  public SettledDatabase settledDatabase(DataSource dataSource, Settings settings) {
    return new SettledDatabase(dataSource, !settings.database().postgresql());
  }

  /** Runs a piece of work in a transaction, joining the one under way. */
  @Bean
  public TransactionTemplate transactionTemplate(PlatformTransactionManager transactions) {
    return new TransactionTemplate(transactions);
  }
}
