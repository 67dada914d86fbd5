package org.openimr.server;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

/**
 * The container of all that the server is made of, made a little faster.
 *
 * <p>The web server is made before all else and pulls in nearly every bean. Spring remembers which
 * beans are of which type only once their definitions are fixed, which it would do after that; they
 * are fixed first. The definitions of FHIR itself are read aside meanwhile.
 */
final class ServerContext extends ServletWebServerApplicationContext {

  @Override
  protected void onRefresh() {
    getBeanFactory().freezeConfiguration();
    DefaultProfileValidationSupport definitions = getBean(DefaultProfileValidationSupport.class);
    // HAPI's search parameters would else read a second copy of them for themselves.
    getBean(FhirContext.class).setValidationSupport(definitions);
    CompletableFuture<?> read =
        CompletableFuture.runAsync(definitions::fetchAllStructureDefinitions);
    getBeanFactory().addBeanPostProcessor(new WaitForDefinitions(read));
    super.onRefresh();
  }

  /** Holds up the first bean that needs the definitions, which would else read them again. */
  private record WaitForDefinitions(CompletableFuture<?> read) implements BeanPostProcessor {
    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
      if (bean instanceof ISearchParamExtractor) {
        read.join();
      }
      return bean;
    }
  }
}
